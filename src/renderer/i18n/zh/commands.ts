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
  scene: '场景：{{name}}',
  take: '开始或结束录制',
  /** Further words that find a command. */
  words: {
    keys: '按键 热键 键盘',
    take: '录像 录像片段',
    lips: '嘴部 曲线',
    'full-screen': '最大化',
    settings: '语言 主题 偏好',
  },
  keys: '快捷键…',
  expression: {
    neutral: '表情：自然',
    smile: '表情：微笑',
    surprised: '表情：惊讶',
    sad: '表情：难过',
    angry: '表情：生气',
    wink: '表情：眨眼示意',
  },
};
