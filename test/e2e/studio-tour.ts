/** Makes the film of docs/tour from the built studio: `node test/e2e/studio-tour.ts [--steps a,b] [--out FILE.mp4]`. No test; best on an idle machine. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { wav2LipProbe } from '../../scripts/models/wav2lip-probe.mjs';
import { installModel } from '../support/install-model.ts';
import { askStudio, livePicture, openPlace } from './studio-visit.ts';
import { TourClock } from './tour/tour-clock.ts';
import { hearPage, takeHeard } from './tour/tour-ears.mjs';
import { FILM, PAGE, writeTour } from './tour/tour-film.ts';
import { TourGuide } from './tour/tour-guide.ts';
import { makeNarrator } from './tour/tour-narrator.ts';
import { TourRecorder } from './tour/tour-recorder.ts';
import { type Heard, mixTour, narration } from './tour/tour-sound.ts';
import { TOUR_STEPS } from './tour/tour-steps.ts';
import { drawStrips, webVtt } from './tour/tour-strip.ts';
import { speakAll } from './tour/tour-voice.ts';

const USUAL_OUT = fileURLToPath(new URL('../../docs/tour/tour.mp4', import.meta.url));
/** What a clone of the repository should not carry more of, and the picture's width where it would. */
const MOST_BYTES = 12e6;
const SMALLER_WIDTH = 960;
/** The picture rests a moment at the end. */
const ENDING_MS = 900;

const { values } = parseArgs({
  options: { steps: { type: 'string' }, out: { type: 'string', default: USUAL_OUT } },
});
const wanted = values.steps?.split(',');
const unknown = wanted?.filter(name => !TOUR_STEPS.some(step => step.name === name)) ?? [];
if (unknown.length > 0)
  throw new Error(
    `No step ${unknown.join(', ')}. There are: ${TOUR_STEPS.map(({ name }) => name).join(', ')}.`,
  );
const steps = TOUR_STEPS.filter(({ name }) => wanted === undefined || wanted.includes(name));

const began = Date.now();
const tell = (line: string): void => console.log(`${Math.round((Date.now() - began) / 1000)} s: ${line}`);
const folder = mkdtempSync(join(tmpdir(), 'mouthpiece-tour-'));
const spoken = await speakAll(steps.flatMap(({ says }) => says));
tell('the narrator knows her sentences');

const place = await openPlace();
try {
  const bytes = wav2LipProbe({ kind: 'tint' });
  await installModel(join(place.server.dataDir, 'models'), { id: 'lips-96', kind: 'wav2lip', bytes });
  const isFirstRun = steps.some(({ name }) => name === 'welcome');
  await askStudio(place.server, 'settings.update', {
    voiceId: 'espeak-woman',
    ...(isFirstRun ? {} : { greeted: true, firstSteps: ['skipped'] }),
  });
  const context = await place.browser.newContext({ viewport: PAGE, colorScheme: 'dark', locale: 'en-US' });
  await context.addInitScript(hearPage);
  const page = await context.newPage();
  const address = new URL('/', place.server.url);
  address.searchParams.set('token', place.server.token);
  await page.goto(address.href);
  await livePicture(page).waitFor({ timeout: 60_000 });
  const recorder = new TourRecorder(page, join(folder, 'shots'));
  await recorder.start();
  const clock = new TourClock();
  const guide = new TourGuide({ page, place, clock, recorder, spoken });
  for (const step of steps) {
    await guide.take(step);
    tell(`${step.name}, ${Math.round(clock.now() / 1000)} s of film`);
  }
  await guide.pause(ENDING_MS);
  const lengthMs = clock.now();
  await recorder.stop();
  const heard = (await page.evaluate(takeHeard)) as Heard[];
  tell('the page was heard');
  const strips = await drawStrips(place.browser, guide.cues);
  tell('captions are drawn');
  await place.close();
  tell('the studio is closed');

  const narrator = narration(guide.cues, lengthMs);
  const sound = await mixTour(narrator, guide.cues, heard, clock);
  tell(`${recorder.shots.length} pictures, ${heard.length} recordings; the narrator is drawn`);
  const film = {
    clock,
    shots: recorder.shots,
    pointer: recorder.pointer,
    cues: guide.cues,
    strips,
    narrator: await makeNarrator(narrator, folder),
    sound,
    lengthMs,
  };
  tell('the film is encoded');
  mkdirSync(dirname(values.out), { recursive: true });
  let size = await writeTour(values.out, film, FILM.width);
  if (size > MOST_BYTES) {
    tell(`${(size / 1e6).toFixed(1)} MB are too many; a smaller picture is encoded`);
    size = await writeTour(values.out, film, SMALLER_WIDTH);
  }
  writeFileSync(values.out.replace(/\.mp4$/, '.vtt'), webVtt(guide.cues));
  tell(`${values.out}: ${(lengthMs / 1000).toFixed(1)} s, ${(size / 1e6).toFixed(1)} MB`);
} finally {
  await place.close().catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
}
