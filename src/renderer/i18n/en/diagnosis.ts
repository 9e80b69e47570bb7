/** English wording: diagnosis. Same keys in both languages. */

/** Keys → texts. */
export const diagnosis = {
  title: 'Settings and diagnosis',
  kept: 'What is kept',
  keepDays: 'Forget sessions after',
  keepDaysHelp: 'Days; 0 keeps them',
  keepMb: 'Sound of sessions, at most',
  wav2lip: 'Who draws for programs that ask for Wav2Lip',
  drawn: { auto: 'Automatic', portrait: 'Portrait', wav2lip: 'Wav2Lip' },
  checks: 'What works on this computer',
  again: 'Check again',
  running: 'Checking…',
  copyReport: 'Copy without paths',
  knobs: 'Settings of the server',
  knobsHelp:
    'Set by the environment, by a flag, or in config.json in the data folder; read when the server starts. Coloured ones are set.',
  searchKnobs: 'Search settings',
  name: 'Name',
  value: 'Value',
  meaning: 'Meaning',
};
