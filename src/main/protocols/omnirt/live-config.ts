/** The settings of a running live session and their changes. */
import type { z } from 'zod';
import { CompositorOptions } from '../../../shared/compositor-options.ts';
import { PortraitOptions } from '../../../shared/renderer-options/portrait.ts';
import type { LiveSession } from '../../engine/session.ts';
import { isRecord, type WireFailure } from './wire.ts';

type Shape = Readonly<Record<string, z.ZodType>>;

/** The named keys of `value`, each checked by its own schema; unknown keys are left out, absent ones are not filled in. */
const readPatch = <T>(shape: Shape, value: unknown, name: string): { patch: Partial<T> } | WireFailure => {
  if (value === undefined || value === null) return { patch: {} };
  if (!isRecord(value)) return { code: 'bad_config', message: `config.${name} must be an object.` };
  const patch: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(shape)) {
    if (value[key] === undefined) continue;
    const parsed = schema.safeParse(value[key]);
    if (!parsed.success) {
      const message = parsed.error.issues[0]?.message ?? 'not valid';
      return { code: 'bad_config', message: `config.${name}.${key}: ${message}.` };
    }
    patch[key] = parsed.data;
  }
  return { patch: patch as Partial<T> };
};

/** Checks a patch key by key, so that what it does not name stays as it is. */
export class LiveConfig {
  readonly #session: Pick<LiveSession, 'configure'>;

  constructor(session: Pick<LiveSession, 'configure'>) {
    this.#session = session;
  }

  /** Applies `config` of session.update; null when done. Errors of the engine are thrown. */
  async update(config: unknown): Promise<WireFailure | null> {
    const bad = (message: string): WireFailure => ({ code: 'bad_config', message });
    if (!isRecord(config)) return bad('session.update needs a config object.');
    const portrait = readPatch<PortraitOptions>(PortraitOptions.shape, config.portrait, 'portrait');
    if ('code' in portrait) return bad(portrait.message);
    const compositor = readPatch<CompositorOptions>(CompositorOptions.shape, config.compositor, 'compositor');
    if ('code' in compositor) return bad(compositor.message);
    await this.#session.configure({ options: portrait.patch, compositor: compositor.patch });
    return null;
  }
}
