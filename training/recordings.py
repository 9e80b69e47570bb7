"""Says where the recordings are had when they are missing. Needs nothing but Python."""
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
