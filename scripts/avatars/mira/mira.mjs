/** Mira, an illustrated portrait drawn from code: the whole picture as SVG, 1024×1280, transparent background. */
import { body, bodyDefinitions } from './body.mjs';
import { eyeDefinitions, eyes } from './eyes.mjs';
import { face, faceDefinitions } from './face.mjs';
import { hairBehind, hairDefinitions, hairInFront, hairOnShoulders, hairShadow } from './hair.mjs';
import { blurDefinitions, group } from './paint.mjs';

/** Size in pixels. */
export const MIRA_SIZE = { width: 1024, height: 1280 };

/** The drawing. */
export const miraSvg = () =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${MIRA_SIZE.width}" height="${MIRA_SIZE.height}" viewBox="0 0 1024 1280"><defs>${[
    blurDefinitions(),
    bodyDefinitions(),
    faceDefinitions(),
    eyeDefinitions(),
    hairDefinitions(),
  ].join(
    '',
  )}</defs>${group({ transform: 'translate(512 0)' }, hairBehind(), body(), hairOnShoulders(), face(), eyes(), hairShadow(), hairInFront())}</svg>`;
