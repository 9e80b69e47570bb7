#!/usr/bin/env node
/**
 * Records a talking face over the native protocol: one file, Node 22 or newer, nothing to install.
 *
 *   node record-session.mjs --picture face.png --speech speech.wav --out talk.mp4
 *        [--server ws://127.0.0.1:8765] [--token TOKEN] [--size 416x704] [--fps 25] [--model soulx-flashtalk-14b]
 *
 * The speech is a WAV of 16-bit PCM at any rate. An MP4 needs ffmpeg on the PATH; without it, or when --out ends in .avi, the same
 * frames and sound are written as a Motion-JPEG AVI, which every player opens.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

// ---- what is asked for

const readOptions = () => {
  const text = fallback => ({ type: 'string', ...(fallback === undefined ? {} : { default: fallback }) });
  const { values } = parseArgs({
    options: {
      picture: text(),
      speech: text(),
      out: text(),
      server: text('ws://127.0.0.1:8765'),
      token: text(),
      size: text('416x704'),
      fps: text('25'),
      model: text('soulx-flashtalk-14b'),
    },
  });
  for (const name of ['picture', 'speech', 'out']) if (!values[name]) throw new Error(`--${name} is missing`);
  const [width, height] = values.size.split('x').map(Number);
  return { ...values, width, height, fps: Number(values.fps) };
};

/** `{ rate, channels, pcm }` of a WAV file; pcm is interleaved 16-bit little-endian. */
const readWav = file => {
  const bytes = readFileSync(file);
  let format = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (name === 'fmt ') {
      format = { channels: bytes.readUInt16LE(at + 10), rate: bytes.readUInt32LE(at + 12) };
      if (bytes.readUInt16LE(at + 22) !== 16) throw new Error(`${file} does not hold 16-bit samples`);
    }
    if (name === 'data' && format !== null) return { ...format, pcm: bytes.subarray(at + 8, at + 8 + size) };
    at += 8 + size + (size % 2);
  }
  throw new Error(`${file} is not a WAV file`);
};

// ---- the protocol

/** A socket whose messages are taken one by one; an error of the server is thrown. */
const connect = async url => {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  const arrived = [];
  let wake = () => {};
  socket.onmessage = ({ data }) => {
    arrived.push(typeof data === 'string' ? JSON.parse(data) : Buffer.from(data));
    wake();
  };
  socket.onclose = () => {
    arrived.push(null);
    wake();
  };
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`no server answers at ${url}`));
  });
  return {
    send: message => socket.send(Buffer.isBuffer(message) ? message : JSON.stringify(message)),
    next: async () => {
      while (arrived.length === 0) {
        await new Promise(resolve => {
          wake = resolve;
        });
      }
      const message = arrived.shift();
      if (message === null) throw new Error('the server closed the connection');
      if (message.type === 'error') throw new Error(`${message.code ?? 'error'}: ${message.message}`);
      return message;
    },
    close: () => {
      socket.onclose = null;
      socket.close();
    },
  };
};

/** The JPEGs of "VIDX", u32 count, and for each u32 length and bytes; all little-endian. */
const framesOf = message => {
  if (message.toString('latin1', 0, 4) !== 'VIDX') throw new Error('expected a VIDX message');
  const frames = [];
  let at = 8;
  for (let i = message.readUInt32LE(4); i > 0; i--) {
    const size = message.readUInt32LE(at);
    frames.push(message.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return frames;
};

/** Speaks one chunk at a time and yields the frames of each, until every frame of the sound was there. */
const talk = async function* (socket, options, sound) {
  socket.send({
    type: 'session.create',
    model: options.model,
    inputs: { image_b64: readFileSync(options.picture).toString('base64'), prompt: 'A person is talking.' },
    config: {
      width: options.width,
      height: options.height,
      fps: options.fps,
      sample_rate: sound.rate,
      channels: sound.channels,
    },
  });
  const created = await socket.next();
  const chunkBytes = created.audio.chunk_samples * created.audio.channels * 2;
  const wanted = Math.ceil((sound.pcm.length / (2 * sound.channels * sound.rate)) * created.video.fps);
  yield { video: created.video, frames: [] };
  let frames = 0;
  // Servers that look ahead give their last frames only for silence behind the speech; three chunks are patience enough.
  const end = sound.pcm.length + 3 * chunkBytes;
  for (let at = 0; at < end && (at < sound.pcm.length || frames < wanted); at += chunkBytes) {
    const chunk = Buffer.alloc(4 + chunkBytes); // the last chunk is filled up with silence
    chunk.write('AUDI', 'latin1');
    sound.pcm.copy(chunk, 4, Math.min(at, sound.pcm.length), at + chunkBytes);
    socket.send(chunk);
    const metrics = await socket.next();
    const some = framesOf(await socket.next()).slice(0, wanted - frames);
    frames += some.length;
    console.error(`chunk ${metrics.chunk_index}: ${frames} of ${wanted} frames, ${metrics.infer_ms} ms`);
    yield { video: created.video, frames: some };
  }
  socket.send({ type: 'session.close' });
  await socket.next();
};

// ---- the two kinds of file

const startFfmpeg = (file, speech, fps) => {
  const input = [
    '-f',
    'image2pipe',
    '-c:v',
    'mjpeg',
    '-framerate',
    String(fps),
    '-i',
    'pipe:0',
    '-i',
    speech,
  ];
  const coding = [
    '-vf',
    'pad=ceil(iw/2)*2:ceil(ih/2)*2',
    '-c:v',
    'libx264',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
  ];
  const args = ['-v', 'error', '-y', ...input, ...coding, '-movflags', '+faststart', file];
  const ffmpeg = spawn('ffmpeg', args, { stdio: ['pipe', 'inherit', 'inherit'] });
  ffmpeg.stdin.on('error', () => {}); // its exit code says more
  return ffmpeg;
};

const writeMp4 = async (file, speech, parts) => {
  const { video } = (await parts.next()).value;
  const ffmpeg = startFfmpeg(file, speech, video.fps);
  const ended = new Promise(resolve => ffmpeg.once('close', resolve));
  try {
    for await (const { frames } of parts) {
      for (const jpeg of frames) {
        if (!ffmpeg.stdin.write(jpeg)) await Promise.race([once(ffmpeg.stdin, 'drain'), ended]);
      }
    }
  } finally {
    ffmpeg.stdin.end();
  }
  const code = await ended;
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
};

const u16 = (...values) => Buffer.from(Uint16Array.from(values).buffer);
const u32 = (...values) => Buffer.from(Uint32Array.from(values).buffer);
const riff = (name, ...parts) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(name), u32(body.length), body, Buffer.alloc(body.length % 2)]);
};
const list = (name, ...parts) => riff('LIST', Buffer.from(name), ...parts);

/** RIFF AVI with an MJPG and a PCM stream, a frame and its share of the sound in turn. */
const writeAvi = async (file, sound, parts) => {
  const frames = [];
  let video = null;
  for await (const part of parts) {
    video = part.video;
    frames.push(...part.frames);
  }
  const { width, height, fps } = video;
  const block = 2 * sound.channels;
  const blocks = sound.pcm.length / block;
  const pieces = frames.flatMap((jpeg, i) => {
    const [from, to] = [i, i + 1].map(n => Math.min(blocks, Math.round((n * sound.rate) / fps)) * block);
    return [riff('00dc', jpeg), riff('01wb', sound.pcm.subarray(from, to))];
  });
  let at = 4;
  const index = pieces.map(piece => {
    const entry = Buffer.concat([piece.subarray(0, 4), u32(16, at, piece.readUInt32LE(4))]); // 16: every frame is a key frame
    at += piece.length;
    return entry;
  });
  const largest = Math.max(...frames.map(jpeg => jpeg.length));
  const stream = (kind, codec, scale, rate, length, sampleSize) =>
    riff(
      'strh',
      Buffer.from(kind + codec),
      u32(0, 0, 0, scale, rate, 0, length, largest, 0xffffffff, sampleSize),
      u16(0, 0, width, height),
    );
  const header = list(
    'hdrl',
    riff(
      'avih',
      u32(1e6 / fps, largest * fps, 0, 0x10, frames.length, 0, 2, largest, width, height, 0, 0, 0, 0),
    ),
    list(
      'strl',
      stream('vids', 'MJPG', 1, fps, frames.length, 0),
      riff(
        'strf',
        u32(40, width, height),
        u16(1, 24),
        Buffer.from('MJPG'),
        u32(width * height * 3, 0, 0, 0, 0),
      ),
    ),
    list(
      'strl',
      stream('auds', '\0\0\0\0', block, sound.rate * block, blocks, block),
      riff('strf', u16(1, sound.channels), u32(sound.rate, sound.rate * block), u16(block, 16)),
    ),
  );
  writeFileSync(
    file,
    riff('RIFF', Buffer.from('AVI '), header, list('movi', ...pieces), riff('idx1', ...index)),
  );
};

// ---- all of it

const main = async () => {
  const options = readOptions();
  const sound = readWav(options.speech);
  const token = options.token === undefined ? '' : `?token=${encodeURIComponent(options.token)}`;
  const socket = await connect(`${options.server}/v1/avatar/realtime${token}`);
  const parts = talk(socket, options, sound);
  const wantsAvi = options.out.endsWith('.avi');
  const hasFfmpeg = !wantsAvi && spawnSync('ffmpeg', ['-version']).status === 0;
  const out = wantsAvi || hasFfmpeg ? options.out : `${options.out.replace(/\.[^./\\]*$/, '')}.avi`;
  if (out !== options.out)
    console.error(`ffmpeg is not on the PATH: writing ${out}, a Motion-JPEG AVI, instead.`);
  try {
    await (hasFfmpeg ? writeMp4(out, options.speech, parts) : writeAvi(out, sound, parts));
  } finally {
    socket.close();
  }
  console.log(out);
};

main().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
