"""From posteriors to closed lips: two thresholds and a shortest closure. The application runs the same steps.

Knows one stream's outputs, nothing of audio. Frames are 10 ms.
"""
import numpy as np

import phones as ph

PP, FF = ph.VISEMES.index("PP"), ph.VISEMES.index("FF")
#: replaced by what calibrate() finds on the held-out training speakers
DEFAULT = {"lips": {"weight": .5, "on": .35, "off": .25, "shortest": 5, "average": 1}, "teeth": {"weight": .5, "on": .35, "off": .25, "shortest": 5, "average": 1}}


def score(visemes, curves, what, weight, average=1):
    """How closed: a mix of the class posterior and the drawn curve, the mean of the last `average` frames, [n]."""
    posterior, curve = (visemes[:, PP], curves[:, 1]) if what == "lips" else (visemes[:, FF], curves[:, 4])
    mixed = weight * posterior + (1 - weight) * curve
    if average == 1:
        return mixed
    return np.convolve(np.concatenate([np.repeat(mixed[:1], average - 1), mixed]), np.ones(average) / average, "valid")


def closed(s, on, off, shortest):
    """bool [n]: closed from the frame that reaches `on` until one below `off`, but never for fewer than `shortest` frames."""
    out = np.zeros(len(s), bool)
    held = 0
    for t, v in enumerate(s):
        if held > 0:
            held = held + 1 if (v >= off or held < shortest) else 0
            if held == 0 and v >= on:
                held = 1
        elif v >= on:
            held = 1
        out[t] = held > 0
    return out


def decode(visemes, curves, what, setting):
    return closed(score(visemes, curves, what, setting["weight"], setting["average"]), setting["on"], setting["off"], setting["shortest"])
