"""Says where the recordings are had when they are missing. Needs nothing but Python."""
import json
import sys

HELP = """The recordings are not here: {where}
Expected train.jsonl and dev.jsonl with the folders train/ and dev/ of 16 kHz mono Opus files.
They come from speechocean762 (OpenSLR resource 101, https://www.openslr.org/101/), free for commercial and
non-commercial use; the phone times were aligned for this project. Give their folder with --data DIR."""


def require(data):
    missing = [name for name in ("train.jsonl", "dev.jsonl", "train", "dev") if not (data / name).exists()]
    if missing:
        print(HELP.format(where=data), file=sys.stderr)
        raise SystemExit(2)


def few(data, to, speakers=20, each=3, dev=8):
    """A small set of the same kind, for rehearsals: the lines of some speakers, and links to the sound."""
    if not (to / "dev.jsonl").exists():
        to.mkdir(parents=True, exist_ok=True)
        for split, wanted, most in (("train", speakers, each), ("dev", dev, 1)):
            taken = {}
            for line in (data / f"{split}.jsonl").read_text(encoding="utf8").splitlines(keepends=True):
                speaker = json.loads(line)["speaker"]
                if speaker in taken or len(taken) < wanted:
                    taken.setdefault(speaker, []).append(line)
            (to / split).exists() or (to / split).symlink_to((data / split).resolve())
            (to / f"{split}.jsonl").write_text("".join("".join(lines[:most]) for lines in taken.values()), encoding="utf8")
    return to
