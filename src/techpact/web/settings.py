"""What a server is started with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Settings:
    """Where the server reads, whom it answers, and its bounds.

    `hosts` are the names by which it may be addressed (a page of another site that points its own
    name at this machine is refused); `token` is asked of everyone when it is not empty.
    """

    facts: Path | None = None
    workspace: Path = Path(".techpact")
    lists: tuple[str | Path, ...] = ()
    token: str = ""
    hosts: frozenset[str] = LOOPBACK
    max_upload_bytes: int = 64 * 2**20
    max_table_bytes: int = 256 * 2**20
    max_table_rows: int = 5_000_000
    max_names: int = 500_000
    requests_per_second: float = 400.0
    request_burst: int = 1600
    heavy_per_minute: float = 120.0
    heavy_burst: int = 60
    seconds_per_run: float = 120.0
