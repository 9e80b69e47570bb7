/** Facts of a small session, for tests of sessions. */

import type { Engine } from '../../src/main/engine/engine.ts';
import { EngineLeg } from '../../src/main/engine/engine-leg.ts';
import type { SessionFacts } from '../../src/main/engine/session-controls.ts';
import { CompositorOptions } from '../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../src/shared/renderer-options/portrait.ts';

/** 25 fps, 128x128; closes quietly. */
export const sessionFacts = (): SessionFacts => ({
  id: 'avt_test',
  format: { width: 128, height: 128, fps: 25 },
  renderer: 'portrait',
  mouth: null,
  lookAheadMs: 0,
  provider: null,
  notes: [],
  compositor: CompositorOptions.parse({}),
  onClose: () => {},
});

/** A leg of that session in `engine`. */
export const legOf = (engine: Engine): EngineLeg => {
  const { id, format, compositor } = sessionFacts();
  return new EngineLeg(engine, {
    sessionId: id,
    avatar: { picture: new Uint8Array(), mouth: null },
    renderer: 'portrait',
    options: PortraitOptions.parse({}),
    compositor,
    format,
    fit: 'cover',
    background: { kind: 'transparent' },
    jpegQuality: 80,
    guess: true,
  });
};
