/** The shell's own words, in the studio's two languages: menus, tray, dialogs. The page has its own. Pure. */
import type { StudioSettings } from '../../shared/studio/settings.ts';

/** Languages there are. */
export type ShellLanguage = 'en' | 'zh';

/** The language meant by the setting; `preferred` are the system's, best first. */
export const shellLanguage = (
  setting: StudioSettings['language'],
  preferred: readonly string[],
): ShellLanguage => {
  if (setting !== 'system') return setting;
  const known = preferred.map(tag => tag.slice(0, 2).toLowerCase()).find(tag => tag === 'en' || tag === 'zh');
  return known === 'zh' ? 'zh' : 'en';
};

const en = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  go: 'Go',
  window: 'Window',
  help: 'Help',
  about: 'About Mouthpiece',
  settings: 'Settings…',
  addAvatar: 'Add Avatar…',
  avatarFiles: 'Pictures and clips',
  openInBrowser: 'Open in Browser',
  showDataFolder: 'Show Data Folder',
  closeWindow: 'Close Window',
  exit: 'Exit',
  quit: 'Quit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select All',
  reload: 'Reload',
  actualSize: 'Actual Size',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  fullScreen: 'Full Screen',
  developerTools: 'Developer Tools',
  minimize: 'Minimise',
  closeFeeds: 'Close Clean Feeds',
  stage: 'Stage',
  compare: 'Compare',
  sessions: 'Sessions',
  server: 'Server',
  models: 'Models',
  checkForUpdates: 'Check for Updates…',
  open: 'Open Mouthpiece',
  serverOn: 'Server is on',
  serverOnAt: 'Server on port',
  serverOff: 'Server is off: other programs are turned away',
  engineStarting: 'The engine is starting',
  engineDown: 'The engine is restarting',
  noSessions: 'No sessions',
  oneSession: '1 session',
  manySessions: 'sessions',
  acceptPrograms: 'Let Other Programs Connect',
  cannotStart: 'Mouthpiece could not start',
  pageFails: 'The window keeps failing.',
  pageFailsMore:
    'Sessions of other programs keep running. Try again, or quit and start Mouthpiece once more.',
  tryAgain: 'Try Again',
  notImported: 'The file was not imported',
};

const zh: typeof en = {
  file: '文件',
  edit: '编辑',
  view: '显示',
  go: '前往',
  window: '窗口',
  help: '帮助',
  about: '关于 Mouthpiece',
  settings: '设置…',
  addAvatar: '添加形象…',
  avatarFiles: '图片和视频',
  openInBrowser: '在浏览器中打开',
  showDataFolder: '打开数据文件夹',
  closeWindow: '关闭窗口',
  exit: '退出',
  quit: '退出',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  reload: '重新加载',
  actualSize: '实际大小',
  zoomIn: '放大',
  zoomOut: '缩小',
  fullScreen: '全屏',
  developerTools: '开发者工具',
  minimize: '最小化',
  closeFeeds: '关闭纯净画面窗口',
  stage: '舞台',
  compare: '对比',
  sessions: '会话',
  server: '服务器',
  models: '模型',
  checkForUpdates: '检查更新…',
  open: '打开 Mouthpiece',
  serverOn: '服务器已开启',
  serverOnAt: '服务器端口',
  serverOff: '服务器已关闭：其他程序无法连接',
  engineStarting: '引擎正在启动',
  engineDown: '引擎正在重新启动',
  noSessions: '没有会话',
  oneSession: '1 个会话',
  manySessions: '个会话',
  acceptPrograms: '允许其他程序连接',
  cannotStart: 'Mouthpiece 无法启动',
  pageFails: '窗口反复出错。',
  pageFailsMore: '其他程序的会话仍在运行。请重试，或退出后重新启动 Mouthpiece。',
  tryAgain: '重试',
  notImported: '文件未能导入',
};

/** One language's words. */
export type ShellWords = typeof en;

/** All words by language. */
export const SHELL_WORDS: Readonly<Record<ShellLanguage, ShellWords>> = { en, zh };
