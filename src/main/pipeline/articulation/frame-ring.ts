/** Rows of floats by absolute index: appended at the end, dropped at the beginning. Grows only while nobody drops. */

/** A queue of rows, each `width` floats; row indices never change while a row is kept. */
export class FrameRing {
  readonly width: number;
  #data: Float32Array;
  #capacity = 256;
  #first = 0;
  #end = 0;

  constructor(width: number) {
    this.width = width;
    this.#data = new Float32Array(this.#capacity * width);
  }

  /** Index of the oldest row kept. */
  get first(): number {
    return this.#first;
  }

  /** Index one past the newest row. */
  get end(): number {
    return this.#end;
  }

  /** Empties the ring; the next row appended gets `index`. */
  clear(index: number): void {
    this.#first = index;
    this.#end = index;
  }

  /** Room for one more row, to be written at once. */
  append(): Float32Array {
    if (this.#end - this.#first === this.#capacity) this.#grow();
    const at = (this.#end++ % this.#capacity) * this.width;
    return this.#data.subarray(at, at + this.width);
  }

  /** The value of `column` in row `index`, which must lie between first and end. */
  at(index: number, column: number): number {
    return this.#data[(index % this.#capacity) * this.width + column]!;
  }

  /** Row `index`, which must lie between first and end; a view, good until the next append. */
  row(index: number): Float32Array {
    const at = (index % this.#capacity) * this.width;
    return this.#data.subarray(at, at + this.width);
  }

  /** Forgets every row before `index`. */
  dropBefore(index: number): void {
    this.#first = Math.min(this.#end, Math.max(this.#first, index));
  }

  #grow(): void {
    const grown = new Float32Array(this.#data.length * 2);
    const capacity = this.#capacity * 2;
    for (let row = this.#first; row < this.#end; row++) {
      const from = (row % this.#capacity) * this.width;
      grown.set(this.#data.subarray(from, from + this.width), (row % capacity) * this.width);
    }
    this.#data = grown;
    this.#capacity = capacity;
  }
}
