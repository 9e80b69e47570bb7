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
  /** Further words that find a command. */
  words: {
    keys: 'shortcuts hotkeys keyboard',
    take: 'recording',
    lips: 'mouth curves',
    'full-screen': 'fullscreen maximise',
    settings: 'language theme preferences',
  },
  expression: {
    neutral: 'Expression: neutral',
    smile: 'Expression: smile',
    surprised: 'Expression: surprised',
    sad: 'Expression: sad',
    angry: 'Expression: angry',
    wink: 'Expression: wink',
  },
};
