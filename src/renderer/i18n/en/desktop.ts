/** English wording: the desktop app. Same keys in both languages. */

/** Keys → texts. */
export const desktop = {
  title: 'Desktop app',
  closeToTray: 'Keep running in the tray',
  closeToTrayHelp: 'Closing the window leaves the server on for other programs.',
  openAtLogin: 'Start when I log in',
  openAtLoginHelp: 'Without a window, ready for other programs.',
  checkForUpdates: 'Look for new versions',
  checkForUpdatesHelp: 'Once a day. Nothing is downloaded without your click.',
  check: 'Check now',
  download: 'Download',
  install: 'Restart and install',
  moreNotes: 'Show all',
  lessNotes: 'Show less',
  update: {
    off: 'Version {{current}}',
    idle: 'Version {{current}}',
    checking: 'Looking for a new version…',
    current: 'Version {{current}} is the newest.',
    available: 'Version {{version}} is there; this is {{current}}.',
    downloading: 'Downloading version {{version}}: {{percent, number(maximumFractionDigits: 0)}} %',
    ready: 'Version {{version}} is ready to be installed.',
    failed: 'The update did not work.',
  },
  off: {
    unpackaged: 'It runs from its source code, which updates itself from where it came.',
    portable: 'A copy that was not installed does not update itself. Download the new one.',
    'no-source': 'This build names no place to look for new versions.',
  },
  keysHelp: 'Keys that work while another program has the focus. Click a field and press them.',
  pressKeys: 'Press keys',
  noKeys: 'Take the keys of “{{command}}” away',
  key: {
    taken: 'Another program has these keys. Choose others.',
    invalid: 'These keys cannot be global. Add Ctrl or Alt, or use F1 to F24.',
    twice: 'These keys are used above. Choose others.',
  },
  recovered: {
    title: 'The window was loaded again',
    crashed: 'Its page had crashed. Sessions of other programs were not touched.',
    hung: 'Its page had stopped answering. Sessions of other programs were not touched.',
  },
};
