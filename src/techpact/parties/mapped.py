"""Arrays in one file, memory-mapped: a line that says what is where, then the arrays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from techpact.parties.blob import Array

_ALIGNED = 64
"""Arrays begin at multiples of so many bytes: lines of the processor's cache."""


def save(arrays: Mapping[str, Array], path: Path) -> None:
    """Write arrays of one dimension into a file."""
    parts: dict[str, tuple[str, int, int]] = {}
    end = 0
    for name, array in arrays.items():
        begin = -(-end // _ALIGNED) * _ALIGNED
        parts[name] = (array.dtype.str, begin, array.size)
        end = begin + array.nbytes
    head = json.dumps({"bytes": end, "arrays": parts}).encode()
    head += b" " * (-(len(head) + 1) % _ALIGNED) + b"\n"
    with path.open("wb") as file:
        file.write(head)
        for name, array in arrays.items():
            file.seek(len(head) + parts[name][1])
            file.write(np.ascontiguousarray(array).data)
        file.truncate(len(head) + end)


def load(path: Path) -> dict[str, Array]:
    """Return the arrays in a file, mapped into memory and read-only.

    Raises
    ------
    ValueError
        When it is no such file, or cut.
    """
    with path.open("rb") as file:
        head = file.readline(1 << 16)
    try:
        found = json.loads(head)
        end, parts = int(found["bytes"]), dict(found["arrays"])
        kinds = {name: (np.dtype(k), int(at), int(size)) for name, (k, at, size) in parts.items()}
    except (KeyError, TypeError) as err:
        raise ValueError(f"no file of arrays: {path}") from err
    if any(k.kind not in "biuf" for k, _, _ in kinds.values()):
        raise ValueError(f"arrays of something other than numbers: {path}")
    if path.stat().st_size != len(head) + end:
        raise ValueError(f"cut or grown: {path}")
    whole = np.asarray(np.memmap(path, np.uint8, "r"))[len(head) :]
    return {
        name: whole[at : at + size * kind.itemsize].view(kind)
        for name, (kind, at, size) in kinds.items()
    }
