/** Samples between their two shapes: s16 integers and floats of −1..1. Knows no rate and no file. */
import { Resampler } from './resample.ts';

/** s16 → floats; 32768 is 1. */
export const floatsFromPcm = (samples: Int16Array): Float32Array => {
  const floats = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i++) floats[i] = samples[i]! / 32768;
  return floats;
};

/** Floats → s16, rounded and limited to the range. */
export const pcmFromFloats = (floats: Float32Array): Int16Array => {
  const samples = new Int16Array(floats.length);
  for (let i = 0; i < floats.length; i++) {
    samples[i] = Math.max(-32768, Math.min(32767, Math.round(floats[i]! * 32768)));
  }
  return samples;
};

/** A whole recording at another rate; the input itself when the rates are equal. */
export const resamplePcm = (samples: Int16Array, fromHz: number, toHz: number): Int16Array => {
  if (fromHz === toHz) return samples;
  const resampler = new Resampler(fromHz, toHz);
  const body = resampler.push(floatsFromPcm(samples));
  const tail = resampler.flush();
  const whole = new Float32Array(body.length + tail.length);
  whole.set(body);
  whole.set(tail, body.length);
  return pcmFromFloats(whole);
};

/** The mean of the channels, all of one length. One channel is given back as it is. */
export const mixToMono = (channels: readonly Float32Array[]): Float32Array => {
  const [first] = channels;
  if (!first) return new Float32Array(0);
  if (channels.length === 1) return first;
  const mono = new Float32Array(first.length);
  for (const channel of channels) for (let i = 0; i < mono.length; i++) mono[i]! += channel[i]!;
  for (let i = 0; i < mono.length; i++) mono[i]! /= channels.length;
  return mono;
};
