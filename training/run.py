"""Makes the articulation network from scratch: python3 training/run.py [--data DIR]. One command, every step in order.

Speech is synthesised, features are cached, the networks are trained, one a seed; closure settings and the mix that makes the jaw are
chosen on held-out training speakers, the networks are exported as one to resources/models and the model card is written to docs/. Everything in between
lies in --work and is made once: a run that was stopped goes on where it was. --rehearse does all of it in minutes, on a few
recordings and for a few steps, into a folder of its own.
"""
import argparse
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import recordings

REPO = Path(__file__).resolve().parent.parent
STEPS, REHEARSAL_STEPS = 5800, 12
SEEDS = [0, 1]


def node():
    """The project's own Node where it is installed: flite's many WebAssembly instances now and then kill Node 20."""
    own = REPO / "node_modules" / "node" / "bin" / "node"
    return str(own) if own.exists() else "node"


def synthesise(data, work):
    for name, files in (("test", ["te_en", "te_zh", "te_fl"]), ("en", ["en"]), ("zh", ["zh"]), ("fl", ["fl"])):
        if all((work / "syn" / f"{f}.done").exists() for f in files):
            continue
        print(f"synthesising {name}", flush=True)
        subprocess.run([node(), str(REPO / "training" / "synthesize.mjs"), name, str(work / "syn"), str(data / "train.jsonl")], check=True, env={**os.environ, "NODE_NO_WARNINGS": "1"})
        for f in files:
            (work / "syn" / f"{f}.done").touch()


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--data", type=Path, default=REPO.parent / "shared" / "data" / "speech", help="folder of the recordings")
    ask.add_argument("--work", type=Path, help="where everything in between is kept (training/work)")
    ask.add_argument("--models", type=Path, help="where the network goes (resources/models)")
    ask.add_argument("--docs", type=Path, help="where the model card goes (docs)")
    ask.add_argument("--steps", type=int, default=STEPS)
    ask.add_argument("--seeds", type=int, nargs="+", default=SEEDS, help="one network a seed; they answer together")
    ask.add_argument("--jobs", type=int, default=max(1, min(len(SEEDS), os.cpu_count() or 1)), help="how many are trained at a time, a core each")
    ask.add_argument("--rehearse", action="store_true", help="a few recordings, a few steps, nothing outside the work folder")
    a = ask.parse_args()
    recordings.require(a.data)
    if a.rehearse:
        a.steps = REHEARSAL_STEPS
    a.work = a.work or REPO / "training" / ("rehearsal" if a.rehearse else "work")
    a.models = a.models or (a.work / "models" if a.rehearse else REPO / "resources" / "models")
    a.docs = a.docs or (a.work / "docs" if a.rehearse else REPO / "docs")
    try:
        import onnx  # noqa: F401
        import torch  # noqa: F401
    except ImportError as error:
        print(f"{error}. First: python3 -m pip install -r training/requirements.txt", file=sys.stderr)
        raise SystemExit(3) from None
    import corpus

    a.work.mkdir(parents=True, exist_ok=True)
    if a.rehearse:
        a.data = recordings.few(a.data, a.work / "data")
    synthesise(a.data, a.work)
    prior = corpus.build(a.data, a.work)
    train(a)
    publish(a, prior)


def train(a):
    """Every seed to its last step, a few at a time. One that is there already says so and ends."""
    def one(seed):
        subprocess.run([sys.executable, str(REPO / "training" / "fit.py"), str(a.work), "--data", str(a.data), "--seed", str(seed), "--steps", str(a.steps)], check=True)

    with ThreadPoolExecutor(a.jobs) as pool:
        list(pool.map(one, a.seeds))


def publish(a, prior):
    """What follows training: settings, the files that ship, every figure and the card."""
    import card
    import corpus
    import evaluate
    import export
    import net as nets
    import numpy as np
    import torch

    torch.set_num_threads(1)
    kept = [torch.load(a.work / f"net-{seed}.pt") for seed in a.seeds]
    members = [nets.Articulator() for _ in kept]
    for member, k in zip(members, kept):
        member.load_state_dict(k["average"])
    net = nets.Together(members)
    validation = evaluate.prepare(corpus.calibration(a.data, a.work), prior)
    outputs = evaluate.run(net, validation)
    setting = evaluate.calibrate(outputs, validation)
    net.jaw.copy_(torch.from_numpy(evaluate.fit_jaw(outputs, validation)))
    print("decoder", json.dumps(setting), flush=True)
    training = {"steps": [k["step"] for k in kept], "minutes": [round(k["minutes"], 1) for k in kept], "seeds": [k["seed"] for k in kept]}
    difference = export.write(net, prior, setting, training, a.models, validation[0]["z"])
    result = card.measure(net, a.data, a.work, prior, setting)
    a.docs.mkdir(parents=True, exist_ok=True)
    card.write(a.docs / "model-card-articulation.md", result, setting, {
        **training, "parameters": sum(p.numel() for p in net.parameters()), "width": net.width, "difference": difference,
        "bytes": (a.models / "articulation.onnx").stat().st_size, "lookAheadMs": export.look_ahead_ms(), "history": " ".join(k["history"] for k in kept if k.get("history"))})
    (a.work / "scores.json").write_text(json.dumps(result, indent=1, default=lambda v: v.tolist() if isinstance(v, np.ndarray) else str(v)), encoding="utf8")
    for name, figures in result["sets"].items():
        print(name, {k: figures[k] for k in evaluate.HEADLINE}, flush=True)


if __name__ == "__main__":
    main()
