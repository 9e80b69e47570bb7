/** `GET /v1/audio2video/models`: what clients of the family look at to learn which models are real. Pure. */

type Status = { id: string; connected: boolean; reason: string; renderer?: string };

const OTHERS: readonly Status[] = [
  { id: 'quicktalk', connected: false, reason: 'runtime_not_enabled' },
  { id: 'musetalk', connected: false, reason: 'not_configured' },
  { id: 'fasterliveportrait', connected: false, reason: 'runtime_not_enabled' },
  { id: 'fasterliveportrait_video_clone', connected: false, reason: 'runtime_not_enabled' },
];

/**
 * The fixed six, in the reference's order. `flashtalk` and `wav2lip` are answered by the embedded renderer when it is resident, and
 * `renderer` says so; the `fake` runtime is never reported as connected.
 */
export const modelsList = (
  runtime: 'fake' | 'resident' | 'proxy',
): { models: string[]; statuses: Status[] } => {
  const connected = runtime === 'resident';
  const drawnBy = connected ? { renderer: 'portrait' } : {};
  const statuses: Status[] = [
    { id: 'flashtalk', connected, reason: connected ? 'resident_runtime' : 'fallback_runtime', ...drawnBy },
    { id: 'wav2lip', connected, reason: connected ? 'wav2lip_runtime' : 'runtime_not_enabled', ...drawnBy },
    ...OTHERS,
  ];
  return { models: statuses.filter(status => status.connected).map(status => status.id), statuses };
};
