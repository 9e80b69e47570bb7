/** `GET /v1/audio2video/models`: what clients of the family look at to learn which models are real. */
import type { RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import type { FrontEndDeps } from '../front-end.ts';
import type { RendererPicker } from './renderer-picker.ts';

/** One model's line; `renderer` is ours and says who draws. */
export type ModelStatus = { id: string; connected: boolean; reason: string; renderer?: RendererId };

const OTHERS: readonly ModelStatus[] = [
  { id: 'fasterliveportrait', connected: false, reason: 'runtime_not_enabled' },
  { id: 'fasterliveportrait_video_clone', connected: false, reason: 'runtime_not_enabled' },
];

/**
 * The fixed six, in the reference's order. `flashtalk` and `wav2lip` are connected when the engine is resident, whoever draws them,
 * which `renderer` tells; the `fake` runtime is never reported as connected.
 */
export const modelStatuses = async (
  runtime: FrontEndDeps['runtime'],
  picker: RendererPicker,
): Promise<ModelStatus[]> => {
  const connected = runtime === 'resident';
  const drawnBy = async (model: string): Promise<{ renderer?: RendererId }> =>
    connected ? { renderer: await picker.pick(model) } : {};
  const hasMuseTalk = connected && (await picker.drawsMuseTalk());
  return [
    {
      id: 'flashtalk',
      connected,
      reason: connected ? 'resident_runtime' : 'fallback_runtime',
      ...(await drawnBy('flashtalk')),
    },
    {
      id: 'wav2lip',
      connected,
      reason: connected ? 'wav2lip_runtime' : 'runtime_not_enabled',
      ...(await drawnBy('wav2lip')),
    },
    { id: 'quicktalk', connected: false, reason: 'runtime_not_enabled' },
    {
      id: 'musetalk',
      connected: hasMuseTalk,
      reason: hasMuseTalk ? 'musetalk_runtime' : 'not_configured',
      ...(hasMuseTalk ? await drawnBy('musetalk') : {}),
    },
    ...OTHERS,
  ];
};

/** The answer: the connected ids first, as clients read them. */
export const modelsList = (
  statuses: readonly ModelStatus[],
): { models: string[]; statuses: readonly ModelStatus[] } => ({
  models: statuses.filter(status => status.connected).map(status => status.id),
  statuses,
});
