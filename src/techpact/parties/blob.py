"""Texts one after another in bytes, and arrays cut into slices by offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass(slots=True)
class Blob:
    """Texts one after another in bytes, with offsets.

    One without any text holds a byte that no offset reaches.
    """

    data: Array
    at: Array

    @classmethod
    def of(cls, texts: Sequence[str]) -> Blob:
        """Encode texts."""
        whole = "".join(texts)
        raw = texts if whole.isascii() else [t.encode() for t in texts]
        at = np.zeros(len(raw) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, raw), np.int64, len(raw)), out=at[1:])
        return cls(np.frombuffer(whole.encode() or b"\0", np.uint8).copy(), at)

    @classmethod
    def joined(cls, blobs: Sequence[Blob]) -> Blob:
        """Return the texts of blobs one after another."""
        data = [b.data[: int(b.at[-1])] for b in blobs]
        whole = np.concatenate([np.zeros(0, np.uint8), *data])
        return cls(whole if whole.size else np.zeros(1, np.uint8), joined_at([b.at for b in blobs]))

    def some(self, chosen: Array) -> Blob:
        """Return the texts of these numbers."""
        take, at = slices(self.at, chosen)
        return Blob(self.data[take], at)

    def texts(self) -> list[str]:
        """Return all texts."""
        whole, at = self.data[: int(self.at[-1])].tobytes().decode(), self.at
        if len(whole) != int(at[-1]):  # offsets of letters instead of bytes
            begins = np.concatenate([[0], np.cumsum((self.data & 0xC0) != 0x80)])
            at = begins[at]
        return [whole[a:b] for a, b in pairwise(at.tolist())]


def joined_at(offsets: Sequence[Array]) -> Array:
    """Return the offsets of slices of arrays that come one after another."""
    starts = np.concatenate([[0], np.cumsum([at[-1] for at in offsets])]).astype(np.int64)
    later = [at[1:] + start for at, start in zip(offsets, starts.tolist(), strict=False)]
    return np.concatenate([np.zeros(1, np.int64), *later])


def slices(at: Array, chosen: Array) -> tuple[Array, Array]:
    """Return the positions of the chosen slices one after another, and their new offsets."""
    sizes = (at[1:] - at[:-1])[chosen]
    new_at = np.zeros(chosen.size + 1, np.int64)
    np.cumsum(sizes, out=new_at[1:])
    take = np.arange(int(new_at[-1])) + np.repeat(at[:-1][chosen] - new_at[:-1], sizes)
    return take, new_at


def hashes(blob: Blob) -> npt.NDArray[np.uint64]:
    """Return FNV-1a of every text, one position of all texts at a time."""
    sizes = np.diff(blob.at)
    found = np.full(sizes.size, 14695981039346656037, np.uint64)
    prime = np.uint64(1099511628211)
    for place in range(int(sizes.max(initial=0))):
        here = np.flatnonzero(sizes > place)
        found[here] = (found[here] ^ blob.data[blob.at[here] + place]) * prime
    return found
