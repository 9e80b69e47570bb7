"""Makes the articulation network from scratch: python3 training/run.py [--data DIR]. One command, every step in order.

Speech is synthesised, features are cached, the network is trained, thresholds are chosen on held-out training speakers, the
network is exported to resources/models and the model card is written to docs/. Everything in between lies in --work and is
made once: delete that folder to begin anew.
"""
import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import recordings

REPO = Path(__file__).resolve().parent.parent


def synthesise(data, work):
    for name, files in (("test", ["te_fl"]), ("en", ["en"]), ("zh", ["zh"]), ("fl", ["fl"])):
        if all((work / "syn" / f"{f}.jsonl").exists() for f in files):
            continue
        print(f"synthesising {name}", flush=True)
        subprocess.run(["node", str(REPO / "training" / "synthesize.mjs"), name, str(work / "syn"), str(data / "train.jsonl")], check=True, env={**os.environ, "NODE_NO_WARNINGS": "1"})


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--data", type=Path, default=REPO.parent / "shared" / "data" / "speech", help="folder of the recordings")
    ask.add_argument("--work", type=Path, default=REPO / "training" / "work")
    ask.add_argument("--models", type=Path, default=REPO / "resources" / "models")
    ask.add_argument("--docs", type=Path, default=REPO / "docs")
    ask.add_argument("--steps", type=int, default=5800)
    ask.add_argument("--minutes", type=float, help="train for so long instead of --steps")
    ask.add_argument("--seed", type=int, default=0)
    a = ask.parse_args()

    recordings.require(a.data)
    try:
        import numpy as np
        import onnx  # noqa: F401
        import torch
    except ImportError as error:
        print(f"{error}. First: python3 -m pip install -r training/requirements.txt", file=sys.stderr)
        raise SystemExit(3) from None
    import corpus

    a.work.mkdir(parents=True, exist_ok=True)
    synthesise(a.data, a.work)
    prior = corpus.build(a.data, a.work)

    if not (a.work / "net.done").exists():
        length = ["--minutes", str(a.minutes)] if a.minutes else ["--steps", str(a.steps)]
        subprocess.run([sys.executable, str(REPO / "training" / "fit.py"), str(a.work), "--data", str(a.data), "--seed", str(a.seed), *length], check=True)
        (a.work / "net.done").touch()

    import card
    import evaluate
    import export
    import net as nets

    torch.set_num_threads(1)
    kept = torch.load(a.work / "net.pt")
    net = nets.Articulator(width=kept["width"])
    net.load_state_dict(kept["average"])
    validation = evaluate.prepare(corpus.calibration(a.data, a.work), prior)
    setting = evaluate.calibrate(evaluate.run(net, validation), validation)
    print("decoder", json.dumps(setting), flush=True)
    training = {"steps": kept["step"], "minutes": round(kept["minutes"], 1), "seed": a.seed}
    difference = export.write(net, prior, setting, training, a.models, validation[0]["z"])
    result = card.measure(net, a.data, a.work, prior, setting)
    a.docs.mkdir(parents=True, exist_ok=True)
    card.write(a.docs / "model-card-articulation.md", result, setting, {
        **training, "parameters": sum(p.numel() for p in net.parameters()), "width": kept["width"], "difference": difference,
        "bytes": (a.models / "articulation.onnx").stat().st_size, "lookAheadMs": export.look_ahead_ms(),
        "history": "The run was stopped and resumed from its average on the way (optimiser state anew), so a run in one go will differ a little.\n" if kept["arguments"]["resume"] not in (None, "None") else ""})
    (a.work / "scores.json").write_text(json.dumps(result, indent=1, default=lambda v: v.tolist() if isinstance(v, np.ndarray) else str(v)), encoding="utf8")
    for name, figures in result["sets"].items():
        print(name, {k: figures[k] for k in evaluate.HEADLINE}, flush=True)


if __name__ == "__main__":
    main()
