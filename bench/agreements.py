"""Characters a second and peak memory of reading agreements; GiNZA as the peer.

    python -m bench.agreements [--documents DIR] [--ginza PYTHON]

Without a directory the test miniatures are repeated. `--ginza` names the Python of an environment
that has GiNZA and its model (`ginza`, `ja-ginza`); each reader runs in a process of its own on the
same texts, one thread, and the ratio is printed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

MINIATURES = Path(__file__).resolve().parents[1] / "tests" / "agreements" / "miniatures"

OURS = """
import json, resource, sys, time
from techpact.agreements.analyse import read_document
files = sys.argv[1:]
for f in files:
    read_document(f)  # load the fact base and compile the patterns
best, size = 1e9, 0
for _ in range(5):
    begin = time.process_time()
    size = sum(len(read_document(f).text) for f in files)
    best = min(best, time.process_time() - begin)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"characters_per_s": size / best, "peak_mb": peak}))
"""

GINZA = """
import json, resource, sys, time
import spacy
nlp = spacy.load("ja_ginza")
texts = [open(f, encoding="utf-8").read() for f in sys.argv[1:]]
nlp("暖機のための一文。")
begin = time.process_time()
for text in texts:
    for line in text.split("\\n"):  # SudachiPy takes no long texts at once
        if line.strip():
            nlp(line)
spent = time.process_time() - begin
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"characters_per_s": sum(map(len, texts)) / spent, "peak_mb": peak}))
"""


def run(python: str, program: str, files: list[str]) -> dict[str, float]:
    """Run a reader in a process of its own."""
    done = subprocess.run(
        [python, "-c", program, *files], capture_output=True, text=True, check=True
    )
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def miniatures(directory: Path) -> list[str]:
    """Write the Japanese miniatures as plain texts."""
    files = []
    for source in sorted(MINIATURES.glob("*_ja.txt")):
        texts = [line.partition(" | ")[2] for line in source.read_text("utf-8").splitlines()]
        target = directory / source.name
        target.write_text("\n\n".join(t.replace(" // ", "") for t in texts), "utf-8")
        files.append(str(target))
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, help="a directory of Japanese TXT files")
    parser.add_argument("--ginza", help="Python of an environment with GiNZA")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        files = (
            sorted(str(p) for p in given.documents.glob("*.txt"))
            if given.documents
            else miniatures(Path(place))
        )
        ours = run(sys.executable, OURS, files)
        print(_line("techpact", ours))
        if given.ginza:
            peer = run(given.ginza, GINZA, files)
            ratio = ours["characters_per_s"] / peer["characters_per_s"]
            print(_line("GiNZA", peer))
            print(f"ratio     {ratio:>10.0f} ×")


def _line(name: str, result: dict[str, float]) -> str:
    return f"{name:<9} {result['characters_per_s']:>10,.0f} characters/s {result['peak_mb']:.0f} MB"


if __name__ == "__main__":
    main()
