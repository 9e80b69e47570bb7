/** Chinese wording: stage. Same keys in both languages. */

/** Keys → texts. */
export const stage = {
  region: '实时预览',
  picture: '{{name}} 的实时画面',
  connecting: '正在连接舞台…',
  creating: '正在准备 {{name}}…',
  lost: '连接已断开',
  lostHelp: '工作室会自动重试。您的形象和设置不受影响。',
  lostAgain: '第 {{count}} 次尝试',
  refused: '舞台无法显示此形象',
  none: '舞台上没有形象',
  noneHelp: '请导入图片，或在左侧选择一个形象。',
  unlock: '点击开启声音',
  unlockHelp: '浏览器需要一次点击才会播放声音',
  noSound: '没有找到声音输出；画面按时钟播放。',
  live: '实时',
  idle: '待机',
  speaking: '说话中',
  showMouth: '显示嘴部',
  showVideo: '返回实时画面',
  mouthView: '检测到的嘴部',
  timeline: '最近几秒的声音与口型',
  timelineEmpty: '说出的内容会显示在这里',
  legendOpen: '张开',
  legendNarrow: '收拢',
  legendHiss: '齿音',
};
