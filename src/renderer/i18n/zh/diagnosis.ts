/** Chinese wording: diagnosis. Same keys in both languages. */

/** Keys → texts. */
export const diagnosis = {
  title: '设置与诊断',
  kept: '保留内容',
  keepDays: '多少天后忘记会话',
  keepDaysHelp: '天；0 表示一直保留',
  keepMb: '会话声音最多占用',
  wav2lip: '程序请求 Wav2Lip 时由谁绘制',
  drawn: { auto: '自动', portrait: '肖像', wav2lip: '仅 Wav2Lip' },
  checks: '这台电脑上的状况',
  again: '重新检查',
  running: '正在检查…',
  copyReport: '复制（不含路径）',
  knobs: '服务器设置',
  knobsHelp: '由环境变量、命令行参数或数据文件夹中的 config.json 设定，服务器启动时读取。着色的已被设定。',
  searchKnobs: '搜索设置',
  name: '名称',
  value: '值',
  meaning: '含义',
};
