import zipfile
from pathlib import Path

import polars as pl
import pytest

from techpact.errors import DataError, InputError
from techpact.registry import get_source
from techpact.sources import baci

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "baci_sample"
HEADER = '"t","i","j","k","v","q"\n'
ROWS = """2023,842,392,10121,12.345,"        1.500"
2023,392,842,854231,0.001,"           NA"
2023,490,251,854231,7,""
"""


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_thousand_dollars_blank_padding_and_statistical_territories(tmp_path: Path) -> None:
    tables = baci.read(write(tmp_path / "BACI_HS17_Y2023_V202501.csv", HEADER + ROWS))
    assert tables["trade"].with_columns(pl.col(pl.Enum).cast(pl.String)).rows() == [
        (2023, "USA", "JPN", "010121", 12345, 1.5, "HS2017"),
        (2023, "JPN", "USA", "854231", 1, None, "HS2017"),
        (2023, "TWN", "FRA", "854231", 7000, None, "HS2017"),
    ]
    assert tables["left_out"].is_empty()


def test_groups_of_countries_are_named_then_left_out_by_rule(tmp_path: Path) -> None:
    text = HEADER + ROWS + '2023,697,392,10121,2.5,"1"\n2023,392,697,10121,1,"1"\n'
    path = write(tmp_path / "BACI_HS17_Y2023_V202501.csv", text)
    write(tmp_path / "country_codes_V202501.csv", "country_code,country_name\n697,EFTA nes\n")
    with pytest.raises(InputError, match=r"697 EFTA nes \(2 rows\)"):
        baci.read(path)
    tables = baci.read(path, others="drop")
    assert len(tables["trade"]) == 3
    assert tables["left_out"].rows() == [("697", "EFTA nes", 2, 3500)]


def test_zip_with_several_years_and_its_lists(tmp_path: Path) -> None:
    path = tmp_path / "BACI_HS17_V202501.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("BACI_HS17_Y2022_V202501.csv", HEADER + ROWS.replace("2023,", "2022,"))
        archive.writestr("BACI_HS17_Y2023_V202501.csv", HEADER + "2023,4,8,10129,1,2\n")
        archive.writestr("product_codes_HS17_V202501.csv", "code,description\n010121,a\n854231,b\n")
    assert len(baci.read(path, years=[2022])["trade"]) == 3
    with pytest.raises(InputError, match="not in the product list of HS17: 010129"):
        baci.read(path)
    with pytest.raises(InputError, match="no BACI file of these years"):
        baci.read(path, years=[1999])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("2023,842,392,1012", "line 5"),
        ("2023,842,392,10121,abc,1", "line 5"),
        ("2023,842,392,10121,1,2,3", "line 5"),
        ("2023,842,392,10121,-4,2", "line 5"),
        ("2023,842,392,10121,,2", "line 5"),
        ("2023,842,392,10121345,1,2", "line 5"),
        ('2023,842,392,10121,1,"much"', "line 5"),
    ],
)
def test_a_broken_last_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = write(tmp_path / "BACI_HS17_Y2023_V202501.csv", HEADER + ROWS + line)
    with pytest.raises((InputError, DataError), match=message):
        baci.read(path)


def test_wrong_revision_and_wrong_file(tmp_path: Path) -> None:
    path = write(tmp_path / "BACI_HS17_Y2023_V202501.csv", HEADER + ROWS)
    with pytest.raises(InputError, match="is HS2017, not HS2012"):
        baci.read(path, hs_revision="HS2012")
    with pytest.raises(InputError, match="a BACI file has"):
        baci.read(write(tmp_path / "x.csv", "year,exporter\n1,2\n"))


@pytest.mark.skipif(not SHARED.is_dir(), reason="sample is not here")
def test_real_sample() -> None:
    path = SHARED / "BACI_HS92_Y2021_V202301_exporters_4_710.csv"
    trade = baci.read(path, others="drop")["trade"]
    raw = pl.read_csv(path, infer_schema=False)
    assert len(trade) == len(raw) == 71_192
    assert trade["value_usd"].sum() == round(raw["v"].cast(pl.Decimal(18, 3)).sum() * 1000)
    assert set(trade["exporter"].unique()) == {"AFG", "ZAF"}
    assert trade["quantity_t"].null_count() == (raw["q"].str.strip_chars() == "NA").sum()


def test_card_is_registered() -> None:
    assert get_source("baci").read is baci.read
