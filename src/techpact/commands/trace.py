"""`techpact trace`: from a number back to its sources."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def trace(
    finding: Annotated[str, typer.Argument(help="Id of a finding, gap or commitment.")],
    brief: Annotated[Path, typer.Option(help="brief.json, or the directory it lies in.")] = Path(
        "out"
    ),
) -> None:
    """Walk back from a finding, a gap or a commitment of a brief to its sources."""
    import json

    from techpact import engine
    from techpact.errors import InputError, NotFoundError
    from techpact.lineage import trace as walk

    path = brief / "brief.json" if brief.is_dir() else brief
    engine.check_file(path)
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        steps = walk(record, finding)
    except (ValueError, KeyError, TypeError) as err:
        raise InputError(
            "this is not a brief.json", where=str(path), mend="run `techpact brief` again"
        ) from err
    if not steps:
        known = [f["id"] for f in record["findings"]]
        known += [g["id"] for a in record["areas"] for g in a["gaps"]]
        known += [c["id"] for a in record["areas"] for c in a["commitments"]]
        raise NotFoundError("finding, gap or commitment", finding, known, where=str(path))
    for depth, label, text in steps:
        typer.echo(f"{'  ' * depth}{label}: {text}")
