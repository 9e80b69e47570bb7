/** What the tour does inside the page before anything of it runs: hears what the page sounds. Plain JavaScript, for addInitScript and evaluate. */

/** Records whatever an AudioContext sounds; `globalThis.tourSound` holds one recording a context. */
export const hearPage = () => {
  const heard = [];
  globalThis.tourSound = heard;
  const taps = new WeakMap();
  const tapOf = context => {
    const known = taps.get(context);
    if (known !== undefined) return known;
    const tap = context.createMediaStreamDestination();
    const recorder = new MediaRecorder(tap.stream, {
      mimeType: 'audio/webm;codecs=opus',
      audioBitsPerSecond: 128_000,
    });
    const recording = { recorder, startedAt: Date.now(), parts: [] };
    recorder.onstart = () => {
      recording.startedAt = Date.now();
    };
    recorder.ondataavailable = ({ data }) => recording.parts.push(data);
    recorder.start(500);
    heard.push(recording);
    taps.set(context, tap);
    return tap;
  };
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...rest) {
    const given = connect.call(this, to, ...rest);
    if (to instanceof AudioDestinationNode && to.context instanceof AudioContext)
      connect.call(this, tapOf(to.context));
    return given;
  };
};

/** Ends the recordings and gives them: when each began (ms since 1970) and its WebM as base64. */
export const takeHeard = () =>
  Promise.all(
    globalThis.tourSound.map(async ({ recorder, startedAt, parts }) => {
      if (recorder.state !== 'inactive') {
        const stopped = new Promise(resolve => {
          recorder.onstop = resolve;
        });
        recorder.stop();
        await stopped;
      }
      const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
      let text = '';
      for (let i = 0; i < bytes.length; i += 0x8000)
        text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
      return { startedAt, base64: btoa(text) };
    }),
  );
