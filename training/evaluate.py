"""Scores outputs against phone times: frames, closure events, openness, curves, timing. Knows nothing of training or files."""
import numpy as np

import decoder as dec
import features as ft
import net as nets
import phones as ph

HEADLINE = ("frames", "speechFrames", "pbmRecall", "pbmPrecision", "pbmF", "closedRecall", "closedPrecision", "openness", "jaw")
TOLERANCE = 4  # frames: 40 ms either side of a segment
SILENCE = ph.VISEMES.index("sil")


def prepare(utterances, prior, change=None):
    """Each utterance as a stream of its own, heard cold. change: applied to the samples first."""
    out = []
    for u in utterances:
        x = u["x"] if change is None else change(u["x"]).astype(np.float32)
        z = ft.normalise(ft.log_mel(x)[None], prior)[0]
        phone, curves = ph.curves(u["segments"], len(z), breathe=False)
        out.append({**{k: v for k, v in u.items() if k != "x"}, "z": z, "viseme": ph.VISEME_OF[phone], "curves": curves})
    return out


def run(net, prepared):
    return [nets.answer(net, u["z"]) for u in prepared]


def runs(mask):
    """[[first, last]] of the true stretches, gaps of up to two frames closed."""
    out = []
    for k in np.flatnonzero(mask):
        if out and k - out[-1][1] <= 3:
            out[-1][1] = k
        else:
            out.append([k, k])
    return out


def events(mask, segments, phones):
    """[hits, segments, right runs, runs] of a closed signal against the segments of `phones`."""
    hits = total = right = 0
    near = np.zeros(len(mask), bool)
    for p, start, end in segments:
        if p in phones:
            a, b = max(int(start / 10) - TOLERANCE, 0), min(int(np.ceil(end / 10)) + TOLERANCE, len(mask))
            near[a:b] = True
            total += 1
            hits += bool(mask[a:b].any())
    found = runs(mask)
    right = sum(bool(near[a:b + 1].any()) for a, b in found)
    return np.array([hits, total, right, len(found)])


def rates(counts):
    recall, precision = counts[0] / max(counts[1], 1), counts[2] / max(counts[3], 1)
    return recall, precision, 2 * recall * precision / max(recall + precision, 1e-9)


def onset_errors(masks, prepared):
    """When the lips are told to shut minus when the segment begins, ms, one per found p b m."""
    out = []
    for mask, u in zip(masks, prepared):
        found = runs(mask)
        for p, start, end in u["segments"]:
            a, b = int(start / 10) - TOLERANCE, int(np.ceil(end / 10)) + TOLERANCE
            hits = [first for first, last in found if first < b and last >= a]
            if p in ph.PBM and hits:
                out.append(hits[0] * 10 - start)
    return np.array(out)


def scores(outputs, prepared, setting):
    """Every figure of one set, as a flat dict of rounded numbers."""
    truth = np.concatenate([u["viseme"] for u in prepared])
    visemes = np.concatenate([v for v, _ in outputs])
    curves = np.concatenate([c for _, c in outputs])
    wanted = np.concatenate([u["curves"] for u in prepared])
    best, speech = visemes.argmax(1), truth != SILENCE
    lips, teeth = [dec.decode(v, c, "lips", setting["lips"]) for v, c in outputs], [dec.decode(v, c, "teeth", setting["teeth"]) for v, c in outputs]
    shut, told = np.isin(truth, [dec.PP, dec.FF]), np.concatenate(lips) | np.concatenate(teeth)
    pbm = sum(events(m, u["segments"], ph.PBM) for m, u in zip(lips, prepared))
    fv = sum(events(m, u["segments"], ph.FV) for m, u in zip(teeth, prepared))
    correlate = lambda a, b: np.corrcoef(a, b)[0, 1]
    out = {"frames": (best == truth).mean(), "speechFrames": (best == truth)[speech].mean(),
           "closedRecall": told[shut].mean(), "closedPrecision": shut[told].mean() if told.any() else 0,
           "openness": correlate(visemes @ ph.OPENNESS, ph.OPENNESS[truth]),
           "opennessSpeech": correlate((visemes @ ph.OPENNESS)[speech], ph.OPENNESS[truth][speech])}
    out["pbmRecall"], out["pbmPrecision"], out["pbmF"] = rates(pbm)
    out["fvRecall"], out["fvPrecision"], out["fvF"] = rates(fv)
    for k, name in enumerate(ph.CURVES):
        out[name] = correlate(curves[:, k], wanted[:, k])
    out["jawRms"] = np.sqrt(((curves[:, 0] - wanted[:, 0]) ** 2).mean())
    onset = onset_errors(lips, prepared)
    onset = onset[np.abs(onset) <= 150]
    onset = onset if len(onset) else np.zeros(1)
    out["onsetMean"], out["onsetSd"] = onset.mean(), onset.std()
    out["jawLag"] = 10 * max(range(-6, 7), key=lambda k: correlate(np.roll(curves[:, 0], -k), wanted[:, 0]))
    return {**{k: round(float(v), 3) for k, v in out.items()}, "pbmCount": int(pbm[1]), "fvCount": int(fv[1]), "utterances": len(prepared)}


def fit_jaw(outputs, prepared):
    """[1 + 15]: the mix of the drawn jaw and the posteriors of the visemes that comes closest to the jaw of the true phones, by
    least squares on held-out training speakers. Two looks at the same jaw err less than one."""
    seen = np.concatenate([np.concatenate([c[:, :1], v], 1) for v, c in outputs])
    return np.linalg.lstsq(seen, np.concatenate([u["curves"][:, 0] for u in prepared]), rcond=None)[0].astype(np.float32)


def calibrate(outputs, prepared):
    """Decoder settings from held-out training speakers and their variations: of all ways to decode, the one whose closure events have
    the best F measure there (the harmonic mean of recall and precision)."""
    setting = {}
    for what, phones in (("lips", ph.PBM), ("teeth", ph.FV)):
        best = None
        for weight in (.5, .7, 1.):
            s = [dec.score(v, c, what, weight) for v, c in outputs]
            for average, share, on in ((k, r, o) for k in (1, 2, 3) for r in (.5, .75) for o in np.arange(.16, .54, .02)):
                m = [dec.closed(k, on, on * share, 5, average) for k in s]
                r, p, f = rates(sum(events(k, u["segments"], phones) for k, u in zip(m, prepared)))
                if best is None or f > best[0]:
                    best = (f, {"weight": weight, "on": round(float(on), 3), "off": round(float(on * share), 3), "shortest": 5, "average": average}, (r, p))
        setting[what] = best[1]
        print("calibrated", what, best[1], [round(float(v), 3) for v in best[2]], flush=True)
    return setting


def trade_off(outputs, prepared, setting):
    """[(on, recall, precision)] of p b m for other thresholds than the chosen one."""
    lips, out = setting["lips"], []
    for on in (.15, .2, .25, .3, .35, .4, .5, .6):
        m = [dec.closed(dec.score(v, c, "lips", lips["weight"]), on, on * lips["off"] / lips["on"], lips["shortest"], lips["average"]) for v, c in outputs]
        r, p, _ = rates(sum(events(k, u["segments"], ph.PBM) for k, u in zip(m, prepared)))
        out.append((on, float(r), float(p)))
    return out
