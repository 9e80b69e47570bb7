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
};
