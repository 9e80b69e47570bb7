/** Chinese wording: the desktop app. Same keys in both languages. */
/** Keys → texts. */
export const desktop = {
  title: '桌面应用',
  closeToTray: '关闭窗口后在托盘中运行',
  closeToTrayHelp: '服务器继续为其他程序工作。',
  openAtLogin: '登录时启动',
  openAtLoginHelp: '不打开窗口，随时供其他程序使用。',
  checkForUpdates: '检查新版本',
  checkForUpdatesHelp: '每天一次。未经您点击不会下载。',
  check: '立即检查',
  download: '下载',
  install: '重启并安装',
  moreNotes: '显示全部',
  lessNotes: '收起',
  update: {
    off: '版本 {{current}}',
    idle: '版本 {{current}}',
    checking: '正在检查新版本…',
    current: '版本 {{current}} 已是最新。',
    available: '有新版本 {{version}}；当前为 {{current}}。',
    downloading: '正在下载版本 {{version}}：{{percent, number(maximumFractionDigits: 0)}} %',
    ready: '版本 {{version}} 已可安装。',
    failed: '更新没有成功。',
  },
  off: {
    unpackaged: '当前从源代码运行，请从源代码更新。',
    portable: '未经安装的副本不会自动更新，请下载新版本。',
    'no-source': '此版本没有指定更新来源。',
  },
  keysHelp: '在其他程序中也有效的按键。点击一栏并按下按键。',
  pressKeys: '按下按键',
  noKeys: '取消“{{command}}”的按键',
  key: {
    taken: '这些按键已被其他程序占用，请换一个。',
    invalid: '这些按键不能全局使用。请加上 Ctrl 或 Alt，或使用 F1 至 F24。',
    twice: '这些按键上面已经用过，请换一个。',
  },
  recovered: {
    title: '窗口已重新加载',
    crashed: '页面曾崩溃。其他程序的会话未受影响。',
    hung: '页面曾停止响应。其他程序的会话未受影响。',
  },
};
