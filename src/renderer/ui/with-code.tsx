/** A sentence whose words between backticks are code, as documents write them. Knows no markup else. */

/** Nothing but text and `code` elements. */
export const WithCode = ({ text }: { text: string }) =>
  text.split('`').map((part, index) =>
    // The place is all that tells the parts of one sentence apart.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );
