#!/usr/bin/env node
/**
 * A talking face over the native protocol in one file, with nothing installed (Node 22 or newer).
 *
 *   node native-client.mjs picture.png speech.wav out.mjpeg [ws://127.0.0.1:8765]
 *
 * The speech is a WAV of 16 kHz, mono, 16 bits (`ffmpeg -i any.mp3 -ar 16000 -ac 1 speech.wav`). The frames are written one JPEG
 * after the other; `ffmpeg -framerate 25 -i out.mjpeg -i speech.wav -pix_fmt yuv420p out.mp4` joins them with the sound.
 */
import { createWriteStream, readFileSync } from 'node:fs';

process.on('uncaughtException', error => {
  console.error(error.message);
  process.exit(1);
});

const [picture, speech, out, base = 'ws://127.0.0.1:8765'] = process.argv.slice(2);
if (!out) {
  console.error('usage: node native-client.mjs picture.png speech.wav out.mjpeg [ws://127.0.0.1:8765]');
  process.exit(2);
}

const readWav = file => {
  const bytes = readFileSync(file);
  let pcm = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (
      name === 'fmt ' &&
      (bytes.readUInt16LE(at + 10) !== 1 ||
        bytes.readUInt32LE(at + 12) !== 16_000 ||
        bytes.readUInt16LE(at + 22) !== 16)
    ) {
      throw new Error(`${file} is not 16 kHz, mono, 16 bits`);
    }
    if (name === 'data') pcm = bytes.subarray(at + 8, at + 8 + size);
    at += 8 + size + (size % 2);
  }
  if (pcm === null) throw new Error(`${file} is not a WAV file`);
  return pcm;
};

const framesOf = message => {
  if (message.toString('latin1', 0, 4) !== 'VIDX') throw new Error('expected VIDX');
  const frames = [];
  let at = 8;
  for (let i = 0; i < message.readUInt32LE(4); i++) {
    const size = message.readUInt32LE(at);
    frames.push(message.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return frames;
};

const socket = new WebSocket(`${base}/v1/avatar/realtime`);
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
/** The next message; errors of the server end the program. */
const next = async () => {
  while (arrived.length === 0) {
    await new Promise(resolve => {
      wake = resolve;
    });
  }
  const message = arrived.shift();
  if (message === null) throw new Error('the server closed the connection');
  if (message.type === 'error') throw new Error(`${message.code}: ${message.message}`);
  return message;
};
await new Promise((resolve, reject) => {
  socket.onopen = resolve;
  socket.onerror = () => reject(new Error(`no server at ${base}; start one with "mouthpiece serve"`));
});

socket.send(
  JSON.stringify({
    type: 'session.create',
    inputs: { image_b64: readFileSync(picture).toString('base64'), prompt: 'A person is talking.' },
    config: { width: 416, height: 704, fps: 25 },
  }),
);
const created = await next();
const chunkBytes = created.audio.chunk_samples * 2;
console.error(
  `${created.session_id}: ${created.video.width}x${created.video.height}, ${chunkBytes} bytes a chunk`,
);

const pcm = readWav(speech);
const file = createWriteStream(out);
let frames = 0;
for (let at = 0; at < pcm.length; at += chunkBytes) {
  const chunk = Buffer.alloc(4 + chunkBytes); // the last one is filled up with silence
  chunk.write('AUDI', 'latin1');
  pcm.copy(chunk, 4, at, at + chunkBytes);
  socket.send(chunk);
  const metrics = await next();
  for (const jpeg of framesOf(await next())) {
    file.write(jpeg);
    frames += 1;
  }
  console.error(
    `chunk ${metrics.chunk_index}: ${frames} frames, ${metrics.infer_ms} + ${metrics.encode_ms} ms`,
  );
}
socket.send(JSON.stringify({ type: 'session.close' }));
await next();
socket.onclose = () => {};
socket.close();
file.end(() => console.log(`${frames} frames in ${out}`));
