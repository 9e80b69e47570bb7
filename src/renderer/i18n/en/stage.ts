/** English wording: stage. Same keys in both languages. */

/** Keys → texts. */
export const stage = {
  region: 'Live preview',
  picture: 'Live picture of {{name}}',
  connecting: 'Connecting to the stage…',
  creating: 'Preparing {{name}}…',
  lost: 'Connection lost',
  lostHelp: 'The studio tries again by itself. Your avatars and settings are safe.',
  lostAgain: 'Attempt {{count}}',
  refused: 'The stage could not show this avatar',
  none: 'Nobody on the stage',
  noneHelp: 'Import a picture or choose an avatar on the left.',
  unlock: 'Click for sound',
  unlockHelp: 'The browser waits for a click before it plays sound',
  noSound: 'No sound output was found; the picture follows the clock.',
  live: 'Live',
  idle: 'Idle',
  speaking: 'Speaking',
  showMouth: 'Show the mouth',
  showVideo: 'Back to live',
  mouthView: 'Detected mouth',
  timeline: 'Sound and mouth of the last seconds',
  timelineEmpty: 'What is said appears here',
  legendOpen: 'open',
  legendNarrow: 'narrow',
  legendHiss: 'teeth',
};
