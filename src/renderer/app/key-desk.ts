/** Hears keys from the page's first moment on: one that comes before anybody serves it waits. Knows no command. */

/** A key older than this was meant for something else, ms. */
const LONGEST_WAIT_MS = 20_000;
const FIELDS: readonly string[] = ['INPUT', 'TEXTAREA', 'SELECT'];

/** Inputs nobody writes into. */
const CHOICES: readonly string[] = ['radio', 'checkbox', 'range', 'button', 'file'];

/** What a person writes belongs to the field; Ctrl with a digit writes nothing anywhere. */
const isWritten = ({ target, code, ctrlKey, metaKey }: KeyboardEvent): boolean => {
  if (!(target instanceof HTMLElement) || ((ctrlKey || metaKey) && /^Digit\d$/.test(code))) return false;
  if (target.tagName === 'INPUT' && CHOICES.includes((target as HTMLInputElement).type)) return false;
  return FIELDS.includes(target.tagName) || target.isContentEditable;
};

/** One for the page, made before anything is on screen. */
export class KeyDesk {
  #serve: ((event: KeyboardEvent) => void) | null = null;
  #missed: KeyboardEvent | null = null;

  constructor(target: Pick<HTMLElement, 'addEventListener'>) {
    target.addEventListener('keydown', event => {
      if (isWritten(event as KeyboardEvent)) return;
      if (this.#serve === null) this.#missed = event as KeyboardEvent;
      else this.#serve(event as KeyboardEvent);
    });
  }

  /** Serves keys until the returned function is called; the last one that nobody served comes at once. */
  serve(handler: (event: KeyboardEvent) => void): () => void {
    this.#serve = handler;
    const missed = this.#missed;
    this.#missed = null;
    if (missed !== null && performance.now() - missed.timeStamp < LONGEST_WAIT_MS) handler(missed);
    return () => {
      if (this.#serve === handler) this.#serve = null;
    };
  }
}
