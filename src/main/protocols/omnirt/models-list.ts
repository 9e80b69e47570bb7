/** `GET /v1/audio2video/models`: what clients of the family look at to learn which models are real. */
import type { RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import type { FrontEndDeps } from '../front-end.ts';
import type { UpstreamModel } from './omnirt-settings.ts';
import type { RendererPicker } from './renderer-picker.ts';

/** One model's line; `renderer` is ours and says who draws. */
export type ModelStatus = { id: string; connected: boolean; reason: string; renderer?: RendererId };

/** Whether the server that is set up for a model answers; null: none is set up. */
export type AsksUpstream = (model: UpstreamModel) => Promise<boolean | null>;

const drawnHere = async (
  runtime: FrontEndDeps['runtime'],
  picker: RendererPicker,
): Promise<(ModelStatus & { id: UpstreamModel })[]> => {
  const connected = runtime === 'resident';
  const drawnBy = async (model: string): Promise<{ renderer?: RendererId }> =>
    connected ? { renderer: await picker.pick(model) } : {};
  const hasMuseTalk = connected && (await picker.drawsMuseTalk());
  const needsGpu = hasMuseTalk && (await picker.museTalkNeedsGpu());
  const absent = { connected: false, reason: 'runtime_not_enabled' };
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
    { id: 'quicktalk', ...absent },
    {
      id: 'musetalk',
      connected: hasMuseTalk && !needsGpu,
      reason: needsGpu ? 'needs_gpu' : hasMuseTalk ? 'musetalk_runtime' : 'not_configured',
      ...(hasMuseTalk ? await drawnBy('musetalk') : {}),
    },
    { id: 'fasterliveportrait', ...absent },
    { id: 'fasterliveportrait_video_clone', ...absent },
  ];
};

/**
 * The fixed six, in the reference's order. `flashtalk` and `wav2lip` are connected when the engine is resident, whoever draws them,
 * which `renderer` tells; `musetalk` only where it can be drawn at speed; the `fake` runtime is never reported as connected; another server's models only while it answers.
 */
export const modelStatuses = async (
  runtime: FrontEndDeps['runtime'],
  picker: RendererPicker,
  asksUpstream: AsksUpstream,
): Promise<ModelStatus[]> =>
  Promise.all(
    (await drawnHere(runtime, picker)).map(async status => {
      const answers = await asksUpstream(status.id);
      return answers === null ? status : { id: status.id, connected: answers, reason: 'proxy' };
    }),
  );

/** The answer: the connected ids first, as clients read them. */
export const modelsList = (
  statuses: readonly ModelStatus[],
): { models: string[]; statuses: readonly ModelStatus[] } => ({
  models: statuses.filter(status => status.connected).map(status => status.id),
  statuses,
});
