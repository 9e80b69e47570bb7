/** Where the runtime's CUDA part is found, and what a user with a card is offered. */
import { expect, test } from 'vitest';
import { cudaAbsence } from '../../../../src/main/pipeline/inference/cuda-part.ts';
import { fakeNvidia } from '../../../support/fake-nvidia.ts';

const IN_RUNTIME = '/runtime/libonnxruntime_providers_cuda.so';
const IN_COMPONENT = '/component/libonnxruntime_providers_cuda.so';

test('without a card nothing is offered', () => {
  expect(cudaAbsence(fakeNvidia({ driver: '' }))).toMatchObject({ fix: null });
});

test('a card without the component is offered it', () => {
  expect(cudaAbsence(fakeNvidia())).toMatchObject({
    says: expect.stringMatching(/NVIDIA graphics card is here/),
    fix: expect.stringMatching(/mouthpiece models cuda install/),
  });
});

test('a runtime that has its part is left alone', () => {
  const facts = fakeNvidia({ files: [IN_RUNTIME, IN_COMPONENT] });
  expect(cudaAbsence(facts)).toBeNull();
  expect(facts.links).toEqual([]);
});

test('an installed component is linked to where the runtime looks', () => {
  const facts = fakeNvidia({ files: [IN_COMPONENT] });
  expect(cudaAbsence(facts)).toBeNull();
  expect(facts.links).toEqual([`${IN_RUNTIME} -> ${IN_COMPONENT}`]);
});

test('where it cannot be linked, that is said', () => {
  const facts = fakeNvidia({ files: [IN_COMPONENT], canWrite: false });
  expect(cudaAbsence(facts)).toMatchObject({ says: expect.stringMatching(/cannot be written/) });
});
