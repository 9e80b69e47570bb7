/** Whether a text was said to its end. A voice slower than real time pauses between sentences, and a pause is not the end. */

/** `spokenTo`: position in the text after the last word heard of; null when the voice tells no words. */
export const isSpokenThrough = (text: string, spokenTo: number | null): boolean =>
  spokenTo !== null && !/[\p{L}\p{N}]/u.test(text.slice(spokenTo));
