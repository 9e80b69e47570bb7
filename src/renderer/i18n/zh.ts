/** Chinese wording of the studio; same keys as en.ts. */
import { app } from './zh/app.ts';
import { avatars } from './zh/avatars.ts';
import { commands } from './zh/commands.ts';
import { compare } from './zh/compare.ts';
import { desktop } from './zh/desktop.ts';
import { diagnosis } from './zh/diagnosis.ts';
import { errors } from './zh/errors.ts';
import { exported } from './zh/export.ts';
import { figures } from './zh/figures.ts';
import { firstRun } from './zh/first-run.ts';
import { models } from './zh/models.ts';
import { mouth } from './zh/mouth.ts';
import { server } from './zh/server.ts';
import { sessions } from './zh/sessions.ts';
import { settings } from './zh/settings.ts';
import { common } from './zh/shared-words.ts';
import { stage } from './zh/stage.ts';
import { talk } from './zh/talk.ts';

/** All texts by feature. */
export const zh = {
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
