/** Where the answer to an app that asks is given: its id, for commands that go there. */

/** The first answer of the oldest question. */
export const FIRST_QUESTION_ID = 'first-app-question';
