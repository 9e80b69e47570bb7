/** Texts said before, recalled with the arrow keys as in a shell. Knows nothing of where they are shown. */

const LONGEST = 100;

/** Newest last; a text said twice in a row is kept once. */
export class SpokenHistory {
  #texts: string[];
  #cursor: number;
  #draft = '';

  constructor(texts: readonly string[] = []) {
    this.#texts = texts.slice(-LONGEST);
    this.#cursor = this.#texts.length;
  }

  /** All texts, newest last. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  /** Remembers a text and leaves recall. */
  add(text: string): void {
    if (this.#texts.at(-1) !== text) this.#texts = [...this.#texts, text].slice(-LONGEST);
    this.#cursor = this.#texts.length;
    this.#draft = '';
  }

  /** The text before; `current` is kept as draft when recall begins. null at the oldest. */
  older(current: string): string | null {
    if (this.#cursor === 0) return null;
    if (this.#cursor === this.#texts.length) this.#draft = current;
    this.#cursor -= 1;
    return this.#texts[this.#cursor]!;
  }

  /** The text after, at last the draft; null when recall is not going on. */
  newer(): string | null {
    if (this.#cursor >= this.#texts.length) return null;
    this.#cursor += 1;
    return this.#texts[this.#cursor] ?? this.#draft;
  }
}
