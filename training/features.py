"""Log-mel features and the running normaliser, exactly as the application computes them. Knows nothing of phones.

16 kHz, 10 ms hop, 25 ms Hamming window; frame i is centred on sample 160*i, so it needs 12.5 ms beyond its centre.
"""
import numpy as np

RATE, WINDOW, HOP, FFT, BANDS = 16000, 400, 160, 512, 40
LOW, HIGH, PRE = 60.0, 7600.0, 0.97
FLOOR = 1e-5  # added to mel power, about white noise at -75 dBFS: digital silence must not be a cue
RAW_FLOOR = 1e-9  # caches keep more, so that gain and noise can still be applied to them
NORMALISER = {
    "scale": .4, "initialCount": 60.0, "maximumCount": 300.0, "initialPeakOffset": -1.0, "peakLeak": 0.02, "peakGate": 4.0,
    # silence must not teach the mean, however long it lasts: a frame counts only when it stands out from the quietest of late
    "floorRise": 0.01, "floorGate": 1.5,
}


def _filters():
    f = np.linspace(0, RATE / 2, FFT // 2 + 1)
    mel = lambda hz: 2595 * np.log10(1 + hz / 700)
    edges = 700 * (10 ** (np.linspace(mel(LOW), mel(HIGH), BANDS + 2) / 2595) - 1)
    rows = [np.clip(np.minimum((f - a) / (b - a), (c - f) / (c - b)), 0, None) for a, b, c in zip(edges, edges[1:], edges[2:])]
    return np.stack(rows, 1).astype(np.float32)


FILTERS = _filters()
_WINDOW = np.hamming(WINDOW).astype(np.float32)


def frame_count(samples):
    return samples // HOP + 1


def mel_power(x):
    """x float32 in [-1, 1] -> mel power [frames, 40]; the signal is taken as silent before and after."""
    y = np.append(x[:1], x[1:] - np.float32(PRE) * x[:-1]).astype(np.float32)
    n = frame_count(len(y))
    y = np.pad(y, (WINDOW // 2, WINDOW + HOP))
    view = np.lib.stride_tricks.sliding_window_view(y, WINDOW)[::HOP][:n]
    out = np.empty((n, BANDS), np.float32)
    for i in range(0, n, 4096):
        out[i:i + 4096] = (np.abs(np.fft.rfft(view[i:i + 4096] * _WINDOW, FFT)) ** 2).astype(np.float32) @ FILTERS
    return out


def log_mel(x):
    return np.log(mel_power(x) + np.float32(FLOOR))


def normalise(frames, mean, restart=None, constants=NORMALISER):
    """Running normalisation of [rows, T, 40] log-mel. Every row starts from `mean` [40]; rows marked in
    restart[rows] start again at the frame given there (>= 0), which is how a cold start is put in mid-stream."""
    k = constants
    rows, steps, _ = frames.shape
    mu = np.repeat(mean[None].astype(np.float32), rows, 0)
    count = np.full(rows, k["initialCount"], np.float32)
    peak = np.full(rows, float(mean.mean()) + k["initialPeakOffset"], np.float32)
    energy = frames.mean(2)
    floor = energy[:, 0].copy()
    out = np.empty_like(frames)
    starts = {} if restart is None else {int(t): np.flatnonzero(restart == t) for t in np.unique(restart) if t >= 0}
    for t in range(steps):
        e = energy[:, t]
        if t in starts:
            r = starts[t]
            mu[r], count[r] = mean, k["initialCount"]
            peak[r], floor[r] = float(mean.mean()) + k["initialPeakOffset"], e[r]
        peak = np.maximum(peak - np.float32(k["peakLeak"]), e)
        floor = np.minimum(floor + np.float32(k["floorRise"]), e)
        learn = (e > peak - k["peakGate"]) & (e > floor + k["floorGate"])
        count = np.where(learn, np.minimum(count + 1, k["maximumCount"]), count)
        mu += (frames[:, t] - mu) * (learn / count)[:, None].astype(np.float32)
        out[:, t] = (frames[:, t] - mu) * np.float32(k["scale"])
    return out


def speech_mean(power):
    """Mean log-mel of the speech-like frames of one utterance: what the normaliser's prior is made of."""
    frames = np.log(power + FLOOR)
    e = frames.mean(1)
    return frames[e > e.max() - NORMALISER["peakGate"]].mean(0)
