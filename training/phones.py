"""Phones, visemes and the curves a mouth should follow. Knows nothing of audio, files or networks.

Phones are ARPAbet without stress, plus 'sil'. Times are milliseconds, frames are 10 ms, frame i is centred on 10*i ms.
"""
import numpy as np

PHONES = ("sil AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH").split()
PHONE_INDEX = {phone: i for i, phone in enumerate(PHONES)}
VISEMES = "aa E ih oh ou PP SS TH DD FF kk nn RR CH sil".split()
MEMBERS = {
    "aa": "AA AE AH AY AW", "E": "EH EY", "ih": "IH IY Y", "oh": "AO OW OY", "ou": "UH UW W", "PP": "P B M", "SS": "S Z",
    "TH": "TH DH", "DD": "T D", "FF": "F V", "kk": "K G HH", "nn": "N L NG", "RR": "R ER", "CH": "CH JH SH ZH", "sil": "sil",
}
VISEME_OF = np.zeros(len(PHONES), np.int64)
for _v, _members in MEMBERS.items():
    for _p in _members.split():
        VISEME_OF[PHONE_INDEX[_p]] = VISEMES.index(_v)
#: how far each viseme opens the mouth, 0..1: only for the openness correlation
OPENNESS = np.array([1, .6, .4, .7, .35, 0, .2, .25, .25, .12, .35, .25, .35, .25, 0])
CURVES = ["jaw", "closure", "rounding", "spread", "lipTeeth"]
PBM, FV = ("P", "B", "M"), ("F", "V")

# jaw, rounding, spread of each phone; diphthongs glide between two of them
TARGETS = {
    "sil": (.02, 0, .1), "AA": (1, .1, .1), "AE": (.9, 0, .5), "AH": (.7, .05, .2), "AO": (.75, .7, 0), "EH": (.6, 0, .5),
    "ER": (.38, .35, .1), "IH": (.4, 0, .6), "IY": (.3, 0, .9), "UH": (.38, .6, 0), "UW": (.3, .95, 0), "Y": (.28, 0, .8),
    "W": (.25, 1, 0), "P": (.08, 0, .1), "B": (.08, 0, .1), "M": (.08, 0, .1), "F": (.15, 0, .2), "V": (.15, 0, .2),
    "S": (.15, 0, .5), "Z": (.15, 0, .5), "TH": (.25, 0, .3), "DH": (.25, 0, .3), "T": (.22, 0, .35), "D": (.22, 0, .35),
    "K": (.35, 0, .3), "G": (.35, 0, .3), "HH": (.5, 0, .3), "N": (.25, 0, .3), "L": (.35, 0, .3), "NG": (.3, 0, .3),
    "R": (.33, .4, .1), "CH": (.22, .5, .1), "JH": (.22, .5, .1), "SH": (.22, .5, .1), "ZH": (.22, .5, .1),
}
GLIDES = {"AY": ("AA", "IH"), "AW": ("AA", "UH"), "EY": ("EH", "IY"), "OW": ("AO", "UW"), "OY": ("AO", "IY")}

# What learners of English say instead, and what dictionaries disagree on: part of the target for recorded speech.
VARIANTS = {
    "TH": {"S": .08, "T": .04}, "DH": {"D": .08, "Z": .04}, "V": {"W": .06}, "W": {"V": .03}, "ER": {"AH": .1},
    "Z": {"S": .08}, "R": {"W": .02}, "L": {"AO": .02}, "NG": {"N": .06}, "N": {"NG": .04}, "IH": {"IY": .08},
    "IY": {"IH": .05}, "UH": {"UW": .08}, "UW": {"UH": .05}, "EH": {"AE": .06}, "AE": {"EH": .08}, "AO": {"AA": .06, "OW": .04},
    "AA": {"AO": .05, "AH": .04}, "ZH": {"SH": .05}, "JH": {"CH": .05}, "D": {"T": .05}, "AH": {"AA": .03, "EH": .03},
}


def soft_targets(smoothing, variants):
    """[phones, phones] rows: what a frame labelled so should look like to the network."""
    n = len(PHONES)
    rows = np.full((n, n), smoothing / n)
    for p, i in PHONE_INDEX.items():
        own = 1 - smoothing
        for q, share in (VARIANTS.get(p, {}) if variants else {}).items():
            rows[i, PHONE_INDEX[q]] += share
            own -= share
        rows[i, i] += own
    return rows.astype(np.float32)


# espeak-ng mnemonics (IPA) to ARPAbet, longest first where one begins like another
_IPA = """tʃ=CH dʒ=JH ts.=CH tɕ=CH ts=T+S s.=SH ɕ=SH ʐ=ZH ʃ=SH ʒ=ZH aɪɚ=AY+ER aɪə=AY+AH aɪ=AY ai=AY aʊ=AW ɑu=AW eɪ=EY ei=EY eː=EY
oʊ=OW ou=OW əʊ=OW ʌʉ=AW ɔɪ=OY onɡ=UH+NG iou=Y+OW uei=W+EY uai=W+AY iɛ=Y+EH yɛ=W+EH yæ=W+EH iɑ=Y+AA ua=W+AA uo=W+AO uə=W+AH
eə=EH+AH iə=IH+AH oə=AO+AH ɔə=AO+AH ɑə=AA+AH əl=AH+L p=P b=B m=M f=F v=V θ=TH ð=DH t̪=TH t=T d=D ɾ=D ʔ=T k=K ɡ=G g=G χ=HH x=HH
h=HH ŋ=NG n̩=N n=N l=L s=S z=Z ɹ=R r=R ɚ=ER ɜː=ER ɜ=ER ɑ=AA aa=AA aː=AA a:=AA a=AE æ=AE ʌ=AH ɐ=AH ə=AH ɛ=EH e=EH iː=IY i̪=IH
i.=IH i=IY ɪ=IH ᵻ=IH j=Y ʲ=Y y=UW ɔː=AO ɔ=AO ɒ=AO o=OW uː=UW ʉ=UW u=UW ʊ=UH w=W ʍ=W"""
IPA = [(k, v.split("+")) for k, v in (item.split("=") for item in _IPA.split())]


def from_ipa(mnemonic):
    """One espeak-ng mnemonic as ARPAbet phones; [] when it holds none."""
    out, rest = [], mnemonic.replace("\x07", "")
    while rest:
        for key, phones in IPA:
            if rest.startswith(key):
                out += phones
                rest = rest[len(key):]
                break
        else:
            rest = rest[1:]  # length, tone, aspiration marks
        if rest[:1] == "h" and out and out[-1] in ("P", "T", "K", "CH", "S"):
            rest = rest[1:]
    return out


def synthetic_segments(entry):
    """A line of a synthetic set as [[phone, startMs, endMs]], contiguous, silence included."""
    phones, total, out, held = entry["ph"], entry["n"] / 16, [], None
    flite = entry["set"].endswith("fl")
    for i, (symbol, start) in enumerate(phones):
        last = i + 1 == len(phones)
        end = total if last else phones[i + 1][1]
        if end <= start:
            continue
        if i == 0 and start > 0:
            out.append(["sil", 0, start])
        if flite:
            parts = [{"ax": "AH", "pau": "sil"}.get(symbol, symbol.upper())]
        elif symbol == "~":
            if end - start < 60 and not last:  # a word border inside running speech: no pause
                held = start if held is None else held
                continue
            parts = ["sil"]
        else:
            parts = from_ipa(symbol)
        start, held = (start if held is None else held), None
        parts = parts or ["sil"]
        cuts = [start, start + .6 * (end - start), end] if parts[1:] == ["R"] else np.linspace(start, end, len(parts) + 1)
        out += [[p, float(cuts[j]), float(cuts[j + 1])] for j, p in enumerate(parts)]
    if out and out[-1][2] < total:
        out.append(["sil", out[-1][2], total])
    return out


def _smooth(curve, sigma, lead=0):
    half = (2 * int(3 * sigma) + 3) // 2
    kernel = np.exp(-.5 * (np.arange(-half, half + 1) / sigma) ** 2)
    y = np.convolve(np.pad(curve, half, "edge"), kernel / kernel.sum(), "valid")
    return np.append(y[lead:], np.repeat(y[-1], lead))[:len(curve)] if lead else y


def curves(segments, frames, breathe=True):
    """-> phone index [frames], curves [frames, 5]. breathe: HH takes the shape of the vowel that follows it."""
    t = np.arange(frames) * 10.0
    phone = np.zeros(frames, np.int64)
    x = np.zeros((frames, 5), np.float32)
    x[:] = (TARGETS["sil"][0], 0, 0, TARGETS["sil"][2], 0)
    for i, (p, start, end) in enumerate(segments):
        a, b = max(int(np.ceil(start / 10)), 0), min(int(np.ceil(end / 10)), frames)
        if b <= a:
            continue
        phone[a:b] = PHONE_INDEX[p]
        shape = p
        if breathe and p == "HH" and i + 1 < len(segments) and segments[i + 1][0] != "sil":
            following = segments[i + 1][0]
            shape = GLIDES.get(following, (following,))[0]
        first, second = GLIDES.get(shape, (shape, shape))
        u = ((t[a:b] - start) / max(end - start, 1))[:, None]
        v = np.array(TARGETS[first]) * (1 - u) + np.array(TARGETS[second]) * u
        if shape != p:
            v[:, 0] *= .75  # breath before a vowel: its shape, not yet its full opening
        x[a:b, [0, 2, 3]] = v
        x[a:b, 1] = p in PBM
        x[a:b, 4] = p in FV
    y = np.stack([_smooth(x[:, 0], 2.5), _smooth(x[:, 1], 1.2), _smooth(x[:, 2], 4, 2), _smooth(x[:, 3], 3.5, 1), _smooth(x[:, 4], 1.2)], 1)
    y[:, 0] *= 1 - .8 * y[:, 1]
    return phone, y.astype(np.float32)
