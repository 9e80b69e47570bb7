/** Every conformance case, in the order they are read best. */
import { audioFramingCases } from './cases/audio-framing.ts';
import { flashTalkCases } from './cases/flashtalk-dialogue.ts';
import { frameSourceCases } from './cases/frame-sources-and-proxies.ts';
import { geometryCases } from './cases/geometry.ts';
import { httpCases } from './cases/http.ts';
import { largeMessageCases } from './cases/large-messages.ts';
import { nativeDialogueCases } from './cases/native-dialogue.ts';
import { nativeEchoCases } from './cases/native-echoes.ts';
import { nativeRefusalCases } from './cases/native-refusals.ts';
import { transcriptCases } from './cases/transcripts.ts';
import type { ConformanceCase } from './conformance-case.ts';

/** The table. */
export const ALL_CASES: readonly ConformanceCase[] = [
  ...nativeDialogueCases,
  ...nativeEchoCases,
  ...nativeRefusalCases,
  ...geometryCases,
  ...flashTalkCases,
  ...audioFramingCases,
  ...largeMessageCases,
  ...frameSourceCases,
  ...httpCases,
  ...transcriptCases,
];
