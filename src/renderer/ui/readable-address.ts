/** Addresses as people read them. */

/** "127.0.0.1:8765" of "ws://127.0.0.1:8765/v1/…"; anything that is no URL stays as it is. */
export const readableAddress = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);
