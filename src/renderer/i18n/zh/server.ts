/** Chinese wording: server. Same keys in both languages. */

/** Keys → texts. */
export const server = {
  title: '服务器',
  nobody: '没有程序连接。把下面的命令复制到另一个程序里。',
  client: '程序',
  avatar: '形象',
  delivery: '方式',
  kind: { 'lock-step': '逐块', live: '实时' },
  fps: '每秒帧数',
  cost: '每帧耗时',
  rate: '发送',
  perSecond: '每秒 {{size}}',
  sound: '收到声音',
  disconnect: '断开',
  connect: '连接程序',
  connectHelp: '这台电脑上的程序无需其他设置。服务器只在本机监听。',
  snippet: { opentalking: 'OpenTalking', node: 'Node', python: 'Python', websocat: 'curl、websocat' },
  runtime: '运行方式',
  restarts: '重启次数',
};
