/** Chinese wording: app. Same keys in both languages. */

/** Keys → texts. */
export const app = {
  name: 'Mouthpiece',
  studio: '工作室',
  settings: '设置',
  commands: '命令',
  main: '舞台',
  navigation: '页面',
  skip: '跳到主要内容',
};
