import subprocess
import sys
from pathlib import Path

import polars as pl


def techpact(folder: Path, *args: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "techpact.cli", *args],
        cwd=folder,
        capture_output=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "220", "HOME": str(folder)},
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_short_answer_with_and_without_trade(tmp_path: Path) -> None:
    flows = [("CHN", "JPN", 900), ("VNM", "JPN", 100), ("JPN", "VNM", 50), ("USA", "JPN", 10)]
    pl.DataFrame(
        [(2023, e, i, "280530", v) for e, i, v in flows],
        schema=["year", "exporter", "importer", "hs6", "value_usd"],
        orient="row",
    ).write_parquet(tmp_path / "trade.parquet")
    code, out, err = techpact(
        tmp_path,
        "supply",
        "critical_minerals",
        "--alliance",
        "us-japan",
        "--trade",
        "trade.parquet",
    )
    assert (code, err) == (0, "")
    assert "280530" in out
    assert "China 90%" in out
    assert "products that the alliance depends on outsiders for" in out
    code, out, _ = techpact(tmp_path, "supply", "quantum", "--alliance", "us-korea", "--lang", "ko")
    assert code == 0
    assert "--trade FILE" in out
    assert "280530" not in out


def test_unknown_area_names_the_nearest(tmp_path: Path) -> None:
    code, out, err = techpact(tmp_path, "supply", "semiconductor")
    assert (code, out) == (2, "")
    assert "semiconductors" in err


def test_run_streams_a_parquet_file(tmp_path: Path) -> None:
    pl.DataFrame(
        {
            "year": 2023,
            "exporter": "CHN",
            "importer": ["JPN", "USA"],
            "hs6": "280530",
            "value_usd": 5,
        }
    ).write_parquet(tmp_path / "trade.parquet")
    code, out, _ = techpact(
        tmp_path,
        *("run", "import_dependency", "--table", "trade=trade.parquet", "--alliance", "us-japan"),
        *("--importers", "alliance"),
    )
    assert code == 0
    assert "2023,alliance,us-japan,alliance,280530,10,10,0,1.0" in out
