"""Trains the network: python3 fit.py WORK_DIR --data DIR --steps N. Knows the caches, nothing of recordings.

Every batch is made anew from mel power: level, timbre, noise at 3..30 dB, babble, then the running normaliser exactly as
the application runs it. The average of the weights is in net-SEED.pt, all there is to go on from in net-SEED.now: a run that was stopped
goes on by itself.
"""
import argparse
import copy
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import corpus
import decoder as dec
import evaluate
import features as ft
import net as nets
import phones as ph

ROWS, FRAMES, LEAD, WARM = 32, 320, 192, 12
RATE = 2.5e-3
SHARES = {"real": .58, "en": .17, "zh": .15, "fl": .10}
TYPICAL_LEVEL = 1.2  # mean mel power of the louder frames of speech at -26 dBFS
DROPOUT_EARLY, DROPOUT_LATE, LATE = (.12, .12), (.2, .3), .36
DOUBT = .3  # one frame in eight of recorded speech is labelled wrongly: late in training those are not learnt by heart
CLASS_WEIGHT = {"PP": 1.5, "FF": 1.5}
CURVE_WEIGHT = torch.tensor([1.5, 3., .7, .5, 2.])


class Streams:
    def __init__(self, work):
        self.sets = {name: dict(np.load(work / "cache" / f"{name}.npz")) for name in SHARES}
        more = np.load(work / "cache" / "real-more.npz")
        real = self.sets["real"]
        real["starts"] = np.concatenate([real["starts"], more["starts"] + len(real["phone"])])
        for key in ("power", "phone", "curves"):
            real[key] = np.concatenate([real[key], more[key]])
        for name, s in self.sets.items():
            s["clean"] = s["starts"][len(s["starts"]) // (8 if name == "real" else 3 if name == "zh" else 2)]  # copies are stored clean first
        self.prior = np.load(work / "prior.npy")
        rng = np.random.default_rng(9)
        white = ft.mel_power(rng.normal(0, 1, ft.RATE * 120).astype(np.float32))
        self.white = white / white.mean(0)

    def batch(self, rng):
        names, share = list(SHARES), np.array(list(SHARES.values()))
        total = LEAD + FRAMES
        power, phone, curve, real = np.empty((ROWS, total, ft.BANDS), np.float32), [], [], np.zeros(ROWS, bool)
        restart = np.full(ROWS, -1)
        clean = np.zeros(ROWS, bool)
        for row, k in enumerate(rng.choice(len(names), ROWS, p=share / share.sum())):
            s = self.sets[names[k]]
            n = len(s["phone"])
            original = rng.random() < .35
            if rng.random() < .35:  # a stream that begins where an utterance begins, heard cold
                starts = s["starts"]
                at = int(starts[rng.integers(0, np.searchsorted(starts, s["clean"]) if original else len(starts))])
                at = min(at, n - FRAMES - 1)
                lead = min(at, LEAD)
                restart[row] = LEAD
            else:
                at = int(rng.integers(LEAD, (s["clean"] if original else n) - FRAMES - 1))
                lead = LEAD
                restart[row] = LEAD if rng.random() < .3 else -1
            piece = s["power"][at - lead:at + FRAMES].astype(np.float32)
            power[row, LEAD - lead:] = piece
            power[row, :LEAD - lead] = piece[:1]
            told = np.maximum(np.arange(at, at + FRAMES) - nets.LOOK_AHEAD, 0)
            label = s["phone"][told].astype(np.int64)
            if restart[row] == LEAD:
                label[:nets.LOOK_AHEAD] = -1
            phone.append(label)
            curve.append(s["curves"][told].astype(np.float32))
            real[row] = names[k] == "real"
            clean[row] = original and rng.random() < .6
        frames = self.disturb(np.exp(power), clean, rng)
        z = ft.normalise(frames, self.prior, restart)[:, LEAD:]
        for row in range(ROWS):
            for _ in range(2 if rng.random() < .5 else 0):
                low = rng.integers(0, ft.BANDS - 6)
                z[row, :, low:low + rng.integers(1, 7)] = 0
            for _ in range(3 if rng.random() < .3 else 0):
                begin = rng.integers(0, FRAMES - 6)
                z[row, begin:begin + rng.integers(2, 6)] = 0
        return z.reshape(ROWS, FRAMES // nets.PAIR, -1), np.stack(phone), np.stack(curve), real

    def disturb(self, power, clean, rng):
        """Timbre, noise and level on mel power; rows marked clean stay as they were recorded."""
        rows, total, bands = power.shape
        position = np.linspace(-1, 1, bands, dtype=np.float32)
        for row in np.flatnonzero(~clean):
            p = power[row]
            db = rng.uniform(-4, 4) * position
            for _ in range(2):
                db = db + rng.uniform(-5, 5) * np.exp(-.5 * ((position - rng.uniform(-1, 1)) / rng.uniform(.1, .5)) ** 2)
            p *= 10 ** (db / 10)
            loud = p.mean(1)
            level = loud[loud > np.quantile(loud, .6)].mean() + 1e-9
            if rng.random() < .6:
                snr = rng.uniform(3, 15) if rng.random() < .45 else rng.uniform(12, 32)
                if rng.random() < .22:  # other voices
                    noise = np.zeros_like(p)
                    for _ in range(rng.integers(2, 6)):
                        s = self.sets[("real", "en", "fl")[rng.integers(3)]]
                        at = rng.integers(0, len(s["phone"]) - total)
                        other = np.exp(s["power"][at:at + total].astype(np.float32))
                        noise += other / (other.mean() + 1e-9)
                    snr += 4
                else:
                    at = rng.integers(0, len(self.white) - total)
                    noise = self.white[at:at + total] * np.exp(position * rng.uniform(-3.5, 2.5) + rng.uniform(-1.5, 1.5) * position ** 2)
                    if rng.random() < .3:  # not everything is stationary
                        knots = rng.normal(0, .5, total // 40 + 2)
                        noise = noise * np.exp(np.interp(np.arange(total) / 40, np.arange(len(knots)), knots))[:, None]
                p += noise * (level / (noise.mean() + 1e-12) * 10 ** (-snr / 10)).astype(np.float32)
                level *= 1 + 10 ** (-snr / 10)
            if rng.random() < .8:
                p *= np.float32(TYPICAL_LEVEL / level * 10 ** (rng.uniform(-22, 10) / 10))
        return np.log(power + np.float32(ft.FLOOR))


def loss_of(net, batch, soft_real, soft_synthetic, weight, viseme_of, trust):
    """trust 0..1: how far a label on recorded speech is believed that the network finds nearly impossible."""
    z, phone, curve, real = (torch.from_numpy(b) for b in batch)
    logits, curves, _, _ = net(z, *net.states(len(z)))
    logits, curves, phone, curve = logits[:, WARM:], curves[:, WARM:], phone[:, WARM:], curve[:, WARM:]
    known = (phone >= 0).float()
    phone = phone.clamp(min=0)
    target = torch.where(real[:, None, None], soft_real[phone], soft_synthetic[phone])
    log_phone = F.log_softmax(logits, -1)
    log_viseme = torch.log(log_phone.exp() @ nets.TO_VISEMES + 1e-6)
    each = -.5 * (target * log_phone).sum(-1) - .5 * ((target @ nets.TO_VISEMES) * log_viseme).sum(-1)
    each = each * weight[viseme_of[phone]]
    if trust < 1:
        with torch.no_grad():
            likely = (log_viseme.exp().gather(-1, viseme_of[phone][..., None])[..., 0] / .1).clamp(max=1)
            least = torch.where(weight[viseme_of[phone]] > 1, (1 + trust) / 2, torch.tensor(trust))
            each_trust = torch.where(real[:, None], least + (1 - least) * likely, torch.ones(()))
        each = each * each_trust
    drawn = (F.binary_cross_entropy_with_logits(curves, curve, reduction="none") * CURVE_WEIGHT).mean(-1)
    return ((each + drawn) * known).sum() / known.sum()


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("work", type=Path)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--steps", type=int, required=True)
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--every", type=int, default=250)
    a = ask.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    rng = np.random.default_rng(a.seed)
    streams = Streams(a.work)
    net = nets.Articulator()
    average = copy.deepcopy(net)
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=2e-3, betas=(.9, .98))
    step, minutes, smooth, now = 0, 0.0, None, a.work / f"net-{a.seed}.now"
    if now.exists():
        kept = torch.load(now, weights_only=False)
        net.load_state_dict(kept["net"])
        average.load_state_dict(kept["average"])
        optimiser.load_state_dict(kept["optimiser"])
        torch.set_rng_state(kept["torch"])
        rng.bit_generator.state = kept["numpy"]
        step, minutes, smooth = kept["step"], kept["minutes"], kept["smooth"]
    soft_real, soft_synthetic = (torch.from_numpy(ph.soft_targets(.04, v)) for v in (True, False))
    viseme_of = torch.from_numpy(ph.VISEME_OF)
    weight = torch.ones(len(ph.VISEMES))
    for v, w in CLASS_WEIGHT.items():
        weight[ph.VISEMES.index(v)] = w
    validation = evaluate.prepare(corpus.held_out(corpus.recordings(a.data, "train", a.work))[1], streams.prior)
    print("parameters", sum(p.numel() for p in net.parameters()), "from step", step, flush=True)
    began = time.time() - 60 * minutes
    while step < a.steps:
        done = step / a.steps
        # Once the shape is learnt the network begins to know the recordings by heart (86 % of their frames against 82 % of
        # unseen speakers'): from then on it has to do with less.
        net.set_dropout(*(DROPOUT_EARLY if done < LATE else DROPOUT_LATE))
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / 100) * (.5 * (1 + np.cos(np.pi * done)) * .99 + .01)
        net.train()
        loss = loss_of(net, streams.batch(rng), soft_real, soft_synthetic, weight, viseme_of, 1. if done < LATE else DOUBT)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.)
        optimiser.step()
        step += 1
        smooth = loss.item() if smooth is None else .98 * smooth + .02 * loss.item()
        decay = min(.998, 1 - 1 / (step + 1) ** .85)
        with torch.no_grad():
            for kept, latest in zip(average.parameters(), net.parameters()):
                kept.lerp_(latest, 1 - decay)
        if step % a.every == 0 or step == a.steps:
            minutes = (time.time() - began) / 60
            report = evaluate.scores(evaluate.run(nets.Together([average]), validation), validation, dec.DEFAULT)
            print(json.dumps({"seed": a.seed, "step": step, "minutes": round(minutes, 1), "loss": round(smooth, 3), **{k: report[k] for k in evaluate.HEADLINE}}), flush=True)
            save(a.work / f"net-{a.seed}.pt", {"step": step, "minutes": minutes, "seed": a.seed, "average": average.state_dict()})
            save(now, {"net": net.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict(), "torch": torch.get_rng_state(),
                       "numpy": rng.bit_generator.state, "step": step, "minutes": minutes, "smooth": smooth})


def save(path, what):
    new = path.with_name(path.name + ".new")
    torch.save(what, new)
    new.rename(path)


if __name__ == "__main__":
    main()
