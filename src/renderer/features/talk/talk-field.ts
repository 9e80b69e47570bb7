/** The text field's name on the page, so that a command can put the cursor into it. */

/** Id of the element. */
export const TALK_FIELD_ID = 'talk-text';
