/** English wording of the studio. zh.ts has the same keys; a test compares them. */
import { app } from './en/app.ts';
import { avatars } from './en/avatars.ts';
import { commands } from './en/commands.ts';
import { compare } from './en/compare.ts';
import { desktop } from './en/desktop.ts';
import { diagnosis } from './en/diagnosis.ts';
import { errors } from './en/errors.ts';
import { exported } from './en/export.ts';
import { figures } from './en/figures.ts';
import { firstRun } from './en/first-run.ts';
import { models } from './en/models.ts';
import { mouth } from './en/mouth.ts';
import { server } from './en/server.ts';
import { sessions } from './en/sessions.ts';
import { settings } from './en/settings.ts';
import { common } from './en/shared-words.ts';
import { stage } from './en/stage.ts';
import { talk } from './en/talk.ts';

/** All texts by feature. */
export const en = {
  app,
  common,
  avatars,
  stage,
  talk,
  figures,
  export: exported,
  settings,
  commands,
  mouth,
  compare,
  sessions,
  models,
  server,
  diagnosis,
  desktop,
  firstRun,
  errors,
};
