/** Chinese wording: the first three steps. Same keys in both languages. */

/** Keys → texts. */
export const firstRun = {
  title: '入门步骤',
  skip: '跳过入门步骤',
  show: '显示入门步骤',
  done: '，已完成',
  choose: '选一张脸',
  chooseHelp: '从左侧选择，或把自己的肖像拖到任意位置。',
  chooseAct: '就用这个',
  speak: '让它说话',
  speakHelp: '在下方输入文字后按回车，拖入声音文件，或使用麦克风。',
  speakAct: '说一句示例',
  keep: '保存或连接',
  keepHelp: '把刚才的话存成视频，或让其他程序使用这个形象。',
  keepAct: '连接程序',
  over: '就这么简单。其余功能按 Ctrl K 查找。',
  sample: '春眠不觉晓，处处闻啼鸟。每一个字，我的嘴唇都跟得上。',
};
