/** English wording: app. Same keys in both languages. */

/** Keys → texts. */
export const app = {
  name: 'Mouthpiece',
  studio: 'Studio',
  settings: 'Settings',
  commands: 'Commands',
  main: 'Stage',
  navigation: 'Screens',
  skip: 'Skip to the main part',
};
