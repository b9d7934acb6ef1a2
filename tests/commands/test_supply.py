import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest


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
    assert "생산지" in out
    assert "(location" not in out
    assert "(confirmed)" not in out
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


HEADER = "year,exporter,importer,hs6,value_usd\n"


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (["2023,CHN,USA,010121,5", "2023,CHN,USA,010121,7"], "CHN to USA, 010121, 2023: rows 1, 2"),
        (["2023,CHN,USA,010121,5", "2023,EUR,USA,010121,5"], "row 2: 'EUR'"),
        (
            ["2023,CHN,USA,010121,5", "2023,CHN,USA,010129,x"],
            "value_usd: empty or no number: row 2",
        ),
        (["2023,CHN,USA,10121,5"], "hs6: not six digits: row 1: '10121'"),
    ],
)
def test_errors_name_the_file_and_the_row(tmp_path: Path, lines: list[str], named: str) -> None:
    (tmp_path / "flows of 2023.csv").write_text(HEADER + "\n".join(lines) + "\n")
    table = "flows of 2023.csv"
    for command in (
        ("supply", "semiconductors", "--trade", table),
        ("run", "import_dependency", "--alliance", "us-japan", "--table", f"trade={table}"),
    ):
        code, _, err = techpact(tmp_path, *command)
        assert code == 2
        assert named in err
        assert "where: flows of 2023.csv (trade)" in err
        assert "mend:" in err


def test_a_year_that_one_table_lacks_is_named_with_its_file(tmp_path: Path) -> None:
    head = "year,supplier_country,supplier_sector,buyer_country,"
    rows = "2020,USA,a,JPN,a,10\n2021,USA,a,JPN,a,10\n"
    (tmp_path / "f.csv").write_text(head + "buyer_sector,value_musd\n" + rows)
    (tmp_path / "y.csv").write_text(head + "category,value_musd\n2020,JPN,a,JPN,C,20\n")
    tables = ("--table", "flows=f.csv", "--table", "final_demand=y.csv")
    code, _, err = techpact(tmp_path, "run", "extraction", *tables)
    assert code == 2
    assert "it has no rows of 2021, which other tables have" in err
    assert "where: y.csv (final_demand)" in err
