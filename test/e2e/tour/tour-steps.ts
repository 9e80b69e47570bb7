/** The tour's steps: what is said, and what is shown meanwhile. Knows no camera. */
import { readFileSync } from 'node:fs';
import { WAVE_HEADER_BYTES } from '../../../src/shared/wave-header.ts';
import { SocketClient } from '../../support/socket-client.ts';
import { FACE_FILE, livePicture, SPEECH_FILE, waitForSilence } from '../studio-visit.ts';
import type { TourGuide, TourStep } from './tour-guide.ts';

const GREETING = 'Hello! I am your first avatar. Type something below, and I will say it.';
const ENGLISH = 'Good morning. I have never said this before!';
const CHINESE = '早上好，很高兴今天和你说话。';
const PERFORMED = 'I can smile about it, or be quite surprised.';
/** Of one AUDI of the native protocol, 16 kHz. */
const CHUNK_SAMPLES = 17_920;

const field = ({ page }: TourGuide) => page.getByRole('textbox', { name: 'Text to say' });

/** Types a text as a person does, and Enter. */
const typeAndSay = async (guide: TourGuide, text: string, meanwhile?: () => Promise<void>): Promise<void> => {
  await guide.click(field(guide));
  await guide.type(text);
  await guide.avatarSays(text, () => guide.page.keyboard.press('Enter'), meanwhile);
};

/** A program that sends sound and takes frames, until it is told to stop. */
const connectProgram = async ({ place }: TourGuide): Promise<() => void> => {
  const client = await SocketClient.open(new URL('/v1/avatar/realtime', place.server.ws).href);
  await client.create(readFileSync(FACE_FILE));
  const wave = readFileSync(SPEECH_FILE);
  const speech = new Int16Array(wave.buffer.slice(wave.byteOffset + WAVE_HEADER_BYTES));
  const chunks = Math.floor(speech.length / CHUNK_SAMPLES);
  let sent = 0;
  const speak = () => {
    const from = (sent++ % chunks) * CHUNK_SAMPLES;
    return client.speak(speech.slice(from, from + CHUNK_SAMPLES));
  };
  await speak();
  let isOver = false;
  const talk = async (): Promise<void> => {
    while (!isOver) {
      await speak();
      await new Promise(resolve => setTimeout(resolve, 500));
    }
    client.socket.close();
  };
  void talk().catch(() => undefined);
  return () => {
    isOver = true;
  };
};

/** All of them, in order. */
export const TOUR_STEPS: readonly TourStep[] = [
  {
    name: 'welcome',
    title: 'First run',
    says: ['This is Mouthpiece: a portrait that talks, on your own computer, without any cloud.'],
    run: async guide => {
      await guide.avatarSays(GREETING, async () => undefined);
      await guide.narrate();
      await guide.point(guide.page.getByRole('region', { name: 'First steps' }), { x: 0.12, y: 0.5 });
    },
  },
  {
    name: 'import',
    title: 'Choose a portrait',
    says: ['Any picture of a face will do. Mouthpiece finds the lips by itself.'],
    run: async guide => {
      const { page } = guide;
      await guide.narrate();
      const chooser = page.waitForEvent('filechooser');
      await guide.click(page.getByRole('button', { name: 'Import pictures or clips' }));
      const arrived = page.getByRole('button', { name: /astronaut.* on the stage/ });
      await guide.wait(async () => {
        await (await chooser).setFiles(FACE_FILE);
        await arrived.waitFor({ timeout: 90_000 });
      }, 1_500);
      await guide.click(arrived);
      await guide.wait(() => livePicture(page).waitFor({ timeout: 60_000 }), 800);
      await guide.click(page.getByRole('button', { name: 'Show the mouth' }));
      await guide.pause(1_300);
      await guide.click(page.getByRole('button', { name: 'Back to live' }));
    },
  },
  {
    name: 'text',
    title: 'Type a text',
    says: ['Type a sentence, and it is spoken while you watch.', 'Chinese, just the same.'],
    run: async guide => {
      await guide.wait(() => waitForSilence(guide.page));
      await guide.narrate();
      await typeAndSay(guide, ENGLISH);
      await guide.narrate();
      await typeAndSay(guide, CHINESE);
    },
  },
  {
    name: 'expressions',
    title: 'Expressions',
    says: ['It can change its face while it talks.'],
    run: async guide => {
      const face = (name: string) => guide.page.getByRole('button', { name, exact: true });
      await guide.narrate();
      await typeAndSay(guide, PERFORMED, async () => {
        await guide.click(face('Smile'));
        await guide.pause(500);
        await guide.click(face('Surprised'));
      });
      await guide.click(face('Neutral'));
    },
  },
  {
    name: 'framing',
    title: 'Frame an avatar',
    says: ['Each avatar keeps its own frame and background, for the stage and for every video.'],
    run: async guide => {
      const { page } = guide;
      await guide.narrate();
      await guide.screen(2);
      const tile = page.getByRole('option', { name: /^Mira/ });
      await guide.click(tile, { x: 0.5, y: 0.35 });
      const details = page.getByRole('complementary', { name: 'Details of Mira' });
      await guide.wait(() => details.waitFor());
      await guide.click(details.getByText('1:1', { exact: true }));
      const frame = details.getByRole('group', { name: 'Frame of Mira' });
      await guide.point(frame);
      for (let i = 0; i < 5; i++) {
        await page.mouse.wheel(0, -110);
        await guide.pause(110);
      }
      await guide.click(details.getByText('Colour', { exact: true }));
      await guide.pause(900);
    },
  },
  {
    name: 'mouth',
    title: 'Mouth editor',
    says: ['If lips are not where they should be, mend them, and hear the result while you drag.'],
    run: async guide => {
      const { page } = guide;
      await guide.narrate();
      await guide.wait(async () => {
        await page.goto(`${page.url().split('#')[0]}#/mouth/mira`);
        await livePicture(page).waitFor({ timeout: 60_000 });
        await page.getByRole('application').waitFor();
      }, 500);
      await guide.click(page.getByRole('button', { name: 'Sentence' }));
      const canvas = page.getByRole('application');
      await guide.drag(canvas, [
        { x: 0.5, y: 0.5 },
        { x: 0.5, y: 0.58 },
        { x: 0.54, y: 0.55 },
        { x: 0.5, y: 0.5 },
      ]);
      await guide.narrated();
      await guide.pause(1_200);
      await guide.wait(async () => {
        await page.getByRole('button', { name: 'Sentence' }).click();
        while (await page.getByRole('button', { name: 'Undo' }).isEnabled())
          await page.getByRole('button', { name: 'Undo' }).click();
      }, 300);
    },
  },
  {
    name: 'compare',
    title: 'Compare',
    says: ['Two settings speak the same sentence, side by side. Pull the line to see which is better.'],
    run: async guide => {
      const { page } = guide;
      await guide.narrate();
      await guide.screen(3);
      await guide.wait(
        () => page.getByRole('button', { name: 'Speak', disabled: false }).waitFor({ timeout: 60_000 }),
        700,
      );
      const opening = page.getByRole('slider', { name: 'Mouth opening' });
      await guide.click(opening);
      await guide.wait(async () => {
        for (let i = 0; i < 10; i++) await opening.press('ArrowRight');
      }, 600);
      await guide.click(page.getByRole('button', { name: 'Say it over and over' }));
      const wipe = page.getByRole('slider', { name: /^Where the first side ends/ });
      await guide.drag(wipe, [
        { x: 0.5, y: 0.6 },
        { x: 0.36, y: 0.6, ms: 900 },
        { x: 0.64, y: 0.58, ms: 1_300 },
        { x: 0.5, y: 0.6, ms: 900 },
      ]);
      await guide.click(page.getByText('Mouth', { exact: true }).first());
      await guide.pause(1_600);
      await guide.wait(() => page.getByRole('button', { name: 'Stop', exact: true }).click(), 200);
    },
  },
  {
    name: 'sessions',
    title: 'Sessions',
    says: ['Everything that was said is kept. Find it again, and make a video of it, in any look and size.'],
    run: async guide => {
      const { page } = guide;
      await guide.narrate();
      await guide.screen(4);
      const kept = page.getByRole('option').filter({ hasText: 'Sound' });
      await guide.wait(() => page.getByRole('option').first().waitFor({ timeout: 60_000 }));
      if ((await kept.count()) === 0) {
        // Only a session that has ended has its sound; the stage's ends where another screen takes its place.
        await guide.screen(3);
        await guide.screen(4);
      }
      await guide.click(kept.first());
      const save = page.getByRole('complementary', { name: 'The chosen session' });
      await guide.wait(() => save.waitFor());
      await guide.click(save.getByText('512', { exact: true }));
      await guide.click(save.getByRole('button', { name: 'Save', exact: true }));
      await guide.wait(
        () =>
          page
            .getByText(/is ready$/)
            .first()
            .waitFor({ timeout: 180_000 }),
        2_200,
      );
      await guide.pause(600);
    },
  },
  {
    name: 'server',
    title: 'Server',
    says: ['Other programs on this machine use the same avatars. See who is connected, and what it costs.'],
    run: async guide => {
      await guide.narrate();
      await guide.screen(5);
      const stop = await guide.wait(() => connectProgram(guide), 600);
      await guide.point(guide.page.getByRole('table').first(), { x: 0.4, y: 0.9 });
      await guide.narrated();
      await guide.click(guide.page.getByText('Messages', { exact: true }).first());
      const nothing = guide.page.getByText('No message yet.');
      await guide.wait(() => nothing.waitFor({ state: 'hidden', timeout: 60_000 }), 700);
      await guide.pause(2_000);
      stop();
    },
  },
  {
    name: 'models',
    title: 'Models',
    says: ['The built-in renderer needs no download. Bring your own networks, and measure them here.'],
    run: async guide => {
      const { page } = guide;
      await guide.narrate();
      await guide.screen(6);
      await guide.click(page.getByRole('button', { name: 'Measure' }).first());
      await guide.wait(() => page.getByRole('cell', { name: 'network' }).waitFor({ timeout: 60_000 }), 900);
      await guide.click(page.getByRole('button', { name: 'Test', exact: true }));
      await guide.pause(900);
    },
  },
  {
    name: 'settings',
    title: 'Settings and diagnosis',
    says: ['One page says what works on this computer, and what to do where it does not.'],
    run: async guide => {
      const { page } = guide;
      await guide.narrate();
      await guide.screen(7);
      await guide.wait(() => page.getByRole('heading', { level: 1 }).waitFor());
      const checking = page.getByText('Checking…');
      await guide.wait(() => checking.waitFor({ state: 'hidden', timeout: 60_000 }), 900);
      await guide.glide(800, 420);
      for (let i = 0; i < 10; i++) {
        await page.mouse.wheel(0, 90);
        await guide.pause(140);
      }
    },
  },
  {
    name: 'end',
    title: 'Made by itself',
    says: ['Voice, moving face and film of this tour were made by Mouthpiece itself. Now it is your turn.'],
    run: async guide => {
      await guide.screen(1);
      await guide.narrate();
      await guide.wait(() => livePicture(guide.page).waitFor({ timeout: 60_000 }), 500);
      await guide.point(field(guide));
    },
  },
];
