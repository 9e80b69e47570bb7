/** Chinese wording: commands. Same keys in both languages. */

/** Keys → texts. */
export const commands = {
  search: '搜索命令',
  nothing: '没有这个命令',
  talkText: '输入文本',
  nextAvatar: '下一个形象',
  previousAvatar: '上一个形象',
  toggleTheme: '深色或浅色',
  shortcut: '快捷键',
  speakAgain: '再说一遍上一段文本',
};
