/** English wording: the first three steps. Same keys in both languages. */

/** Keys → texts. */
export const firstRun = {
  title: 'First steps',
  skip: 'Skip the first steps',
  show: 'Show the first steps',
  done: ', done',
  choose: 'Choose a face',
  chooseHelp: 'Pick one at the left, or drop a portrait of your own anywhere.',
  chooseAct: 'This one is fine',
  speak: 'Let it talk',
  speakHelp: 'Type below and press Enter, drop a sound file, or use the microphone.',
  speakAct: 'Say a sample',
  keep: 'Keep or connect',
  keepHelp: 'Save what was said as a video, or let another program use the avatar.',
  keepAct: 'Connect a program',
  over: 'That is all there is to it. Ctrl K finds everything else.',
  sample: 'The quick brown fox jumps over the lazy dog, and my lips follow every word.',
};
