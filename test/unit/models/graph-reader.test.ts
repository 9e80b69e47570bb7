/** What graphs say of themselves, and what hostile and broken files get for an answer. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { OnnxGraph } from '../../../scripts/models/onnx-graph.mjs';
import { readGraph } from '../../../src/main/models/graph-reader.ts';
import { StudioError } from '../../../src/shared/errors.ts';
import { possibleRoles, shapeFault } from '../../../src/shared/model-shapes.ts';
import { doubles, tinyMuseTalk, tinyWav2Lip } from '../../support/tiny-networks.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'graphs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, bytes: Uint8Array): string => {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
};

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push(rest >= 128 ? (rest % 128) | 128 : rest);
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.from(bytes);
};
const span = (field: number, content: Uint8Array | string): Buffer => {
  const body = Buffer.from(content);
  return Buffer.concat([varint(field * 8 + 2), varint(body.length), body]);
};
const entry = (key: string, value: string): Buffer => span(13, Buffer.concat([span(1, key), span(2, value)]));
const withGraph = (graph: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from([8, 8]),
    span(7, graph),
    span(8, Buffer.concat([span(1, ''), Buffer.from([16, 17])])),
  ]);
const floatValue = (name: string): Buffer =>
  Buffer.concat([
    span(1, name),
    span(2, span(1, Buffer.concat([Buffer.from([8, 1]), span(2, span(1, Buffer.from([8, 3])))]))),
  ]);

describe('a graph', () => {
  test('says what it takes and gives', async () => {
    const facts = await readGraph(write('wav2lip.onnx', tinyWav2Lip(256)));
    expect(facts).toEqual({
      signature: {
        inputs: [
          { name: 'mel_spectrogram', type: 'float32', dims: [null, 1, 80, 16] },
          { name: 'video_frames', type: 'float32', dims: [null, 6, 256, 256] },
        ],
        outputs: [{ name: 'frames', type: 'float32', dims: [null, 3, 256, 256] }],
      },
      external: [],
      opset: 17,
    });
    expect(possibleRoles(facts.signature)).toEqual([{ kind: 'wav2lip', role: 'network' }]);
  });

  test('is told by its shapes, each of its kind', async () => {
    for (const [role, bytes] of Object.entries(tinyMuseTalk())) {
      const { signature } = await readGraph(write(`${role}.onnx`, bytes));
      expect(possibleRoles(signature)).toEqual([{ kind: 'musetalk', role }]);
    }
  });

  test('says in a sentence why it does not fit', async () => {
    const graph = new OnnxGraph();
    graph.input('mel', ['n', 1, 40, 16]);
    graph.node('Relu', ['mel'], {}, 'out');
    graph.output('out', ['n', 1, 40, 16]);
    const { signature } = await readGraph(write('other.onnx', graph.toBytes('test')));
    expect(possibleRoles(signature)).toEqual([]);
    expect(shapeFault('wav2lip', 'network', signature)).toBe(
      'The network of wav2lip takes mel windows [N, 1, 80, 16]; this one takes mel [N, 1, 40, 16].',
    );
    expect(shapeFault('wav2lip', 'unet', signature)).toBe('A wav2lip model has no part "unet".');
  });

  test('names its data files, and weights that old exports list as inputs are none', async () => {
    const weight = Buffer.concat([span(8, 'w'), entry('location', './big.data'), entry('offset', '0')]);
    const graph = Buffer.concat([
      span(5, weight),
      span(11, floatValue('w')),
      span(11, floatValue('x')),
      span(12, floatValue('y')),
    ]);
    const facts = await readGraph(write('external.onnx', withGraph(graph)));
    expect(facts.external).toEqual(['big.data']);
    expect(facts.signature.inputs.map(({ name }) => name)).toEqual(['x']);
  });

  test('of gigabytes is read without its weights', async () => {
    const file = path.join(folder, 'huge.onnx');
    const rawBytes = 3_000_000_000;
    const outer = (field: number, head: Uint8Array, length: number): Buffer =>
      Buffer.concat([varint(field * 8 + 2), varint(head.length + length), head]);
    const tail = Buffer.concat([span(11, floatValue('x')), span(12, floatValue('y'))]);
    const raw = Buffer.concat([span(8, 'w'), varint(9 * 8 + 2), varint(rawBytes)]);
    const initializer = outer(5, raw, rawBytes);
    const graph = outer(7, initializer, rawBytes + tail.length);
    const handle = await open(file, 'w');
    await handle.write(graph, 0, graph.length, 0);
    await handle.write(tail, 0, tail.length, graph.length + rawBytes); // sparse: the weights are a hole
    await handle.close();
    const before = process.cpuUsage();
    expect((await readGraph(file)).signature.inputs.map(({ name }) => name)).toEqual(['x']);
    // Three gigabytes cost more of the processor than this; a busy machine does not count.
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(1_000);
  });
});

describe('a bad file', () => {
  const weightsAt = (location: string): Buffer =>
    withGraph(
      Buffer.concat([
        span(5, Buffer.concat([span(8, 'w'), entry('location', location)])),
        span(12, floatValue('y')),
      ]),
    );
  const deep = (): Buffer => {
    let graph: Buffer = span(12, floatValue('y'));
    for (let i = 0; i < 40; i++) graph = span(1, span(5, span(6, graph)));
    return withGraph(graph);
  };

  test.each<[string, Uint8Array, string]>([
    ['empty', new Uint8Array(0), 'model/corrupt'],
    ['text', Buffer.from('<html>Not found</html>'), 'model/corrupt'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'model/corrupt'],
    ['cut off', tinyWav2Lip().subarray(0, 300), 'model/corrupt'],
    ['a length beyond the end', Buffer.from('3affffffff0f00', 'hex'), 'model/corrupt'],
    ['a number without an end', Buffer.from('08ffffffffffffffffffffffff', 'hex'), 'model/corrupt'],
    ['field zero', Buffer.from('0000', 'hex'), 'model/corrupt'],
    ['no outputs', withGraph(span(11, floatValue('x'))), 'model/corrupt'],
    ['graphs in graphs', deep(), 'model/corrupt'],
    ['a name of megabytes', withGraph(span(5, span(8, 'n'.repeat(2_000_000)))), 'model/corrupt'],
    ['doubles', doubles(), 'model/unsupported'],
    ['weights of another folder', weightsAt('../../etc/passwd'), 'model/unsupported'],
    ['weights of another drive', weightsAt('C:\\weights'), 'model/unsupported'],
    ['weights at the root', weightsAt('/etc/passwd'), 'model/unsupported'],
  ])('%s is a coded error', async (name, bytes, code) => {
    await expect(readGraph(write(`${name}.onnx`, bytes))).rejects.toMatchObject({ code });
  });

  test('of nothing but tiny fields ends', async () => {
    const file = path.join(folder, 'tiny-fields.onnx');
    writeFileSync(file, '');
    truncateSync(file, 0);
    writeFileSync(file, Buffer.alloc(6_000_000, Buffer.from([8, 1])));
    await expect(readGraph(file)).rejects.toMatchObject({ code: 'model/corrupt' });
  });

  test('is missing', async () => {
    await expect(readGraph(path.join(folder, 'nowhere.onnx'))).rejects.toMatchObject({
      code: 'model/missing',
    });
  });

  test('of any bytes is an answer or a coded error', async () => {
    const whole = tinyWav2Lip();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async changes => {
          const bytes = Uint8Array.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          await readGraph(write('changed.onnx', bytes)).catch((error: unknown) => {
            expect(error).toBeInstanceOf(StudioError);
          });
        },
      ),
      { numRuns: 300, seed: 4 },
    );
  });
});
