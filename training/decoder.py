"""From posteriors to closed lips: a short mean shuts them, the newest frame lets go. The application runs the same steps.

Knows one stream's outputs, nothing of audio. Frames are 10 ms.
"""
import numpy as np

import phones as ph

PP, FF = ph.VISEMES.index("PP"), ph.VISEMES.index("FF")
#: replaced by what calibrate() finds on the held-out training speakers
DEFAULT = {"lips": {"weight": .5, "on": .35, "off": .25, "shortest": 5, "average": 1}, "teeth": {"weight": .5, "on": .35, "off": .25, "shortest": 5, "average": 1}}


def score(visemes, curves, what, weight):
    """How closed: a mix of the class posterior and the drawn curve, [n]."""
    posterior, curve = (visemes[:, PP], curves[:, 1]) if what == "lips" else (visemes[:, FF], curves[:, 4])
    return weight * posterior + (1 - weight) * curve


def mean_of(s, average):
    """The mean of the last `average` frames, [n]; before the first frame it was as it is there."""
    if average == 1:
        return s
    return np.convolve(np.concatenate([np.repeat(s[:1], average - 1), s]), np.ones(average) / average, "valid")


def closed(s, on, off, shortest, average):
    """bool [n]: closed from the frame whose mean reaches `on` until a frame whose own score is below `off`, but never for fewer
    than `shortest` frames; and not again before the mean has been below `on`."""
    out = np.zeros(len(s), bool)
    held, armed = 0, True
    for t, (mean, newest) in enumerate(zip(mean_of(s, average).tolist(), s.tolist())):
        armed = armed or mean < on
        if held > 0:
            held = held + 1 if (newest >= off or held < shortest) else 0
        if held == 0 and armed and mean >= on:
            held, armed = 1, False
        out[t] = held > 0
    return out


def decode(visemes, curves, what, setting):
    rest = {key: value for key, value in setting.items() if key != "weight"}
    return closed(score(visemes, curves, what, setting["weight"]), **rest)
