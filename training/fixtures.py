"""Makes the numbers the application's feature tests are held against: python3 fixtures.py WORK_DIR OUT_DIR.

One synthetic sentence (espeak-ng), its log-mel and normalised frames as numpy computes them, and its phone times.
"""
import json
import sys
from pathlib import Path

import numpy as np

import features as ft


def main(work, out):
    out.mkdir(parents=True, exist_ok=True)
    pcm, at = np.fromfile(work / "syn" / "te_en.pcm", np.int16), 0
    for line in open(work / "syn" / "te_en.jsonl", encoding="utf8"):
        entry = json.loads(line)
        x = pcm[at:at + entry["n"]]
        at += entry["n"]
        if entry["text"].startswith("My mom"):
            break
    prior = np.load(work / "prior.npy")
    frames = ft.log_mel(x.astype(np.float32) / 32768)
    x.astype("<i2").tofile(out / "sentence.pcm")
    frames.astype("<f4").tofile(out / "sentence.log-mel.f32")
    ft.normalise(frames[None], prior)[0].astype("<f4").tofile(out / "sentence.normalised.f32")
    ends = [p[1] for p in entry["ph"][1:]] + [entry["n"] / 16]
    phones = [{"symbol": "sil" if s == "~" else s, "alphabet": "ipa", "startMs": a, "endMs": b} for (s, a), b in zip(entry["ph"], ends)]
    constants = {"sampleRate": ft.RATE, "hop": ft.HOP, "window": ft.WINDOW, "fft": ft.FFT, "bands": ft.BANDS, "lowHz": ft.LOW,
                 "highHz": ft.HIGH, "preEmphasis": ft.PRE, "floor": ft.FLOOR}
    (out / "sentence.json").write_text(json.dumps({
        "text": entry["text"], "voice": entry["voice"], "frames": len(frames), "features": constants,
        "normaliser": {**ft.NORMALISER, "initialMean": [float(v) for v in prior]}, "phones": phones}, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
