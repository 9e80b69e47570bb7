"""Reads recordings and synthetic speech, varies the waveform, and keeps mel-power streams on disk. Knows nothing of the network."""
import json
import subprocess

import numpy as np

import features as ft
import phones as ph


def decode(path):
    """Any audio file -> float32 mono 16 kHz in [-1, 1]."""
    pcm = subprocess.run(["ffmpeg", "-v", "error", "-i", str(path), "-f", "s16le", "-ac", "1", "-ar", "16000", "-"], check=True, capture_output=True).stdout
    return np.frombuffer(pcm, np.int16)


def recordings(data, split, work):
    """[{id, speaker, age, gender, x float32, segments}] of one split; decoded once, then kept in the work folder."""
    entries = [json.loads(line) for line in (data / f"{split}.jsonl").read_text(encoding="utf8").splitlines()]
    kept = work / f"{split}.pcm.npz"
    if not kept.exists():
        np.savez(kept, **{e["id"]: decode(data / split / f"{e['id']}.opus") for e in entries})
    pcm = np.load(kept)
    return [{**{k: e[k] for k in ("id", "speaker", "age", "gender")}, "x": pcm[e["id"]].astype(np.float32) / 32768, "segments": e["phones"]} for e in entries]


def synthetic(work, name):
    pcm, at, out = np.fromfile(work / "syn" / f"{name}.pcm", np.int16), 0, []
    for i, line in enumerate((work / "syn" / f"{name}.jsonl").read_text(encoding="utf8").splitlines()):
        entry = json.loads(line)
        x = pcm[at:at + entry["n"]].astype(np.float32) / 32768
        at += entry["n"]
        out.append({"id": f"{name}{i}", "speaker": entry["voice"], "x": x, "segments": ph.synthetic_segments(entry)})
    return out


def held_out(train, speakers=8):
    """(train, validation): the last speakers in order of id are never trained on; thresholds and choices are made on them."""
    names = sorted({u["speaker"] for u in train})
    kept = set(names[len(names) // 2 - speakers // 2:len(names) // 2 + speakers // 2])
    return [u for u in train if u["speaker"] not in kept], [u for u in train if u["speaker"] in kept]


def calibration(data, work, copies=3):
    """The held-out training speakers, as recorded and with other speeds, timbres and rooms: what thresholds are chosen on."""
    rng = np.random.default_rng(21)
    kept = held_out(recordings(data, "train", work))[1]
    out = list(kept)
    for _ in range(copies):
        for u in kept:
            x, segments = vary(u["x"], u["segments"], rng)
            out.append({**u, "x": x, "segments": segments})
    return out


def noise_like(n, rng, slope=None):
    size = 1 << int(np.ceil(np.log2(n + 8)))
    f = np.maximum(np.linspace(0, 8000, size // 2 + 1), 40)
    spectrum = np.fft.rfft(rng.normal(0, 1, size)) * f ** -(rng.uniform(0, 1) if slope is None else slope)
    return np.fft.irfft(spectrum, size)[:n]


def vary(x, segments, rng, noise=False):
    """Another speaker and room: speed with pitch and formants, timbre, band limits, reverberation, coding.
    With noise: also stationary noise at 5..40 dB and another level, as the robustness test does."""
    if rng.random() < .85:
        f = float(np.exp(rng.uniform(-.17, .17)))
        x = np.interp(np.arange(int(len(x) / f)) * f, np.arange(len(x)), x).astype(np.float32)
        segments = [[p, a / f, b / f] for p, a, b in segments]
    n = len(x)
    size = 1 << int(np.ceil(np.log2(n + 8000)))
    spectrum, f = np.fft.rfft(x, size), np.linspace(0, 8000, size // 2 + 1)
    octave = np.log2(np.maximum(f, 50) / 1000)
    db = rng.uniform(-3, 3) * octave
    for _ in range(2):
        db = db + rng.uniform(-6, 6) * np.exp(-.5 * ((octave - rng.uniform(-3, 3)) / rng.uniform(.3, .8)) ** 2)
    if rng.random() < .25:
        db = db - 60 * np.clip((f - rng.choice([3400, 3700, 4500, 5500, 7000])) / 400, 0, 1)
    if rng.random() < .35:
        db = db - 30 * np.clip(1 - f / rng.uniform(80, 350), 0, 1)
    spectrum = spectrum * 10 ** (db / 20)
    if rng.random() < .4:
        m = int(rng.uniform(.08, .45) * ft.RATE)
        tail = rng.normal(0, 1, m) * 10 ** (-3 * np.arange(m) / m)
        tail[:int(rng.uniform(16, 160))] = 0
        tail *= rng.uniform(.1, .8) / np.sqrt((tail ** 2).sum() + 1e-9)
        tail[0] = 1
        spectrum = spectrum * np.fft.rfft(tail, size)
    y = np.fft.irfft(spectrum, size)[:n]
    level = np.sqrt((y ** 2).mean()) + 1e-6
    if noise:
        if rng.random() < .8:
            z = noise_like(n, rng)
            y = y + z * level / np.sqrt((z ** 2).mean()) * 10 ** (-rng.uniform(5, 40) / 20)
        y = y / (np.sqrt((y ** 2).mean()) + 1e-6) * 10 ** (rng.uniform(-38, -14) / 20)
    else:
        y = y / level * 10 ** (-26 / 20)
    y = np.clip(y, -1, 1)
    if rng.random() < .1:  # mu-law telephony
        y = np.sign(y) * np.expm1(np.abs(np.round(np.sign(y) * np.log1p(255 * np.abs(y)) / np.log(256) * 127) / 127) * np.log(256)) / 255
    return y.astype(np.float32), segments


def stream(utterances, copies, clean, rng):
    """Utterances one after the other as {power f16 log [n,40], phone int8 [n], curves f16 [n,5], starts [k]};
    four frames of label -1 keep neighbours apart."""
    power, phone, curve, starts, at = [], [], [], [], 0
    for copy in range(copies + clean):
        for i in rng.permutation(len(utterances)):
            u = utterances[i]
            x, segments = (u["x"], u["segments"]) if copy < clean else vary(u["x"], u["segments"], rng)
            m = np.log(ft.mel_power(x) + ft.RAW_FLOOR)
            p, c = ph.curves(segments, len(m))
            starts.append(at)
            at += len(m) + 4
            power += [m.astype(np.float16), np.repeat(m[-1:], 4, 0).astype(np.float16)]
            phone += [p.astype(np.int8), np.full(4, -1, np.int8)]
            curve += [c.astype(np.float16), np.zeros((4, 5), np.float16)]
    return {"power": np.concatenate(power), "phone": np.concatenate(phone), "curves": np.concatenate(curve), "starts": np.array(starts)}


def build(data, work):
    """All training streams, made once: work/cache/*.npz, and the prior mean of the normaliser."""
    cache = work / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    jobs = [("real", None, 3, 1), ("real-more", None, 4, 0), ("en", "en", 1, 1), ("zh", "zh", 2, 1), ("fl", "fl", 1, 1)]
    for k, (name, source, copies, clean) in enumerate(jobs):
        if (cache / f"{name}.npz").exists():
            continue
        rng = np.random.default_rng(100 + (k if name != "real-more" else 50) - (k > 1))
        utterances = held_out(recordings(data, "train", work))[0] if source is None else synthetic(work, source)
        made = stream(utterances, copies, clean, rng)
        np.savez(cache / f"{name}.npz", **made)
        print(f"cache {name}: {len(made['phone']) / 6000:.0f} minutes", flush=True)
    if not (work / "prior.npy").exists():
        rng, means = np.random.default_rng(7), []
        for u in held_out(recordings(data, "train", work))[0][::4] + synthetic(work, "en")[::8] + synthetic(work, "zh")[::8] + synthetic(work, "fl")[::8]:
            x = u["x"] * 10 ** (rng.uniform(-38, -14) / 20) / (np.sqrt((u["x"] ** 2).mean()) + 1e-6)
            means.append(ft.speech_mean(ft.mel_power(x)))
        np.save(work / "prior.npy", np.mean(means, 0).astype(np.float32))
    return np.load(work / "prior.npy")
