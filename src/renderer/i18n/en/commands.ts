/** English wording: commands. Same keys in both languages. */

/** Keys → texts. */
export const commands = {
  search: 'Search commands',
  nothing: 'No such command',
  talkText: 'Type a text',
  nextAvatar: 'Next avatar',
  previousAvatar: 'Previous avatar',
  toggleTheme: 'Dark or light',
  shortcut: 'Shortcut',
  speakAgain: 'Say the last text again',
  scene: 'Scene: {{name}}',
  take: 'Record or end a take',
  keys: 'Keys…',
  expression: {
    neutral: 'Expression: neutral',
    smile: 'Expression: smile',
    surprised: 'Expression: surprised',
    sad: 'Expression: sad',
    angry: 'Expression: angry',
    wink: 'Expression: wink',
  },
};
