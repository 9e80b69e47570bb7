/** Moments as a list shows them. */

/** "Nov 21, 5:30 PM" of an ISO time, as the language writes it. */
export const shortTime = (iso: string, language: string): string =>
  new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(new Date(iso));
