/** English wording: sessions. Same keys in both languages. */

/** Keys → texts. */
export const sessions = {
  title: 'Sessions',
  search: 'Search sessions',
  protocol: 'Protocol',
  allProtocols: 'All protocols',
  sentPicture: 'Picture sent by an app',
  running: 'running',
  errors_one: '{{count}} error',
  errors_other: '{{count}} errors',
  sound: 'Sound',
  empty: 'No sessions yet',
  emptyHelp:
    'Whatever your avatars say, here or for other apps, is listed here and can be made into a video later.',
  nothingFound: 'Nothing found',
  nothingFoundHelp: 'Search for the name of an avatar, or choose all protocols.',
  detail: 'The chosen session',
  length: 'Length',
  errorCount: 'Errors',
  settings: 'Settings it ran with',
  replay: 'Speak it again',
  wav: 'Save as WAV',
  noSound: 'The sound of this session was not kept. Settings say whether and how long sound is kept.',
  renderAgain: 'Make a video of it',
  as: 'Spoken by',
  renderHelp: 'With the look that is set on the stage now.',
  forget: 'Forget this session',
  forgotten_one: '{{count}} session is forgotten.',
  forgotten_other: '{{count}} sessions are forgotten.',
  stored_one: '{{count}} session, {{size}} of sound, in {{place}}',
  stored_other: '{{count}} sessions, {{size}} of sound, in {{place}}',
};
