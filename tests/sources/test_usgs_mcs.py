from pathlib import Path

import pytest

from techpact.errors import DataError, InputError
from techpact.sources import usgs_mcs

USGS = Path(__file__).parents[2].parent / "shared" / "data" / "usgs_mcs"
WORLD = (
    "\ufeffSOURCE,COMMODITY,COUNTRY,TYPE,UNIT_MEAS,PROD_2023,PROD_EST_ 2024,PROD_NOTES,"
    "CAP_EST_ 2024,RESERVES_2024\n"
    'M,Orium,United\xa0States (crude),"Mine production, estimated",t,"1,200",W,note,,>50\n'
    "M,Orium,Other Countries,Mine production,t,7,,,9,\n"
    "M,Orium,World total (rounded),Mine production,t,—,,,,\n"
)
COMMODITIES = (
    "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes\n"
    "O,Salient Statistics,Orium,United States,Import,Metal,t,2024,5,\n"
    'O,World Production,Orium,"Korea, Republic of",Production,Primary: rounded,t,2025,"1,000",\n'
    "O,World Production,Orium,Congo (Kinshasa),Reserves,Reserves,t,2025,Large,\n"
    "O,Import Sources,Orium,Other countries,Import sources 2021–2024,Metal,percent,2021–24,16,\n"
)


def test_world_layout(tmp_path: Path) -> None:
    path = tmp_path / "world.csv"
    path.write_text(WORLD, encoding="utf-8")
    rows = usgs_mcs.read(path)["mineral_output"].select(
        "country", "year", "statistic", "value", "bound"
    )
    assert rows.rows() == [
        ("USA", 2023, "production", 1200.0, "exact"),
        ("USA", 2024, "production", None, "unknown"),
        ("USA", 2024, "reserves", 50.0, "above"),
        ("other", 2023, "production", 7.0, "exact"),
        ("other", 2024, "capacity", 9.0, "exact"),
        ("world", 2023, "production", 0.0, "exact"),
    ]


def test_commodities_layout_in_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "commodities.csv"
    path.write_bytes(COMMODITIES.encode("cp1252"))
    tables = usgs_mcs.read(path)
    assert tables["mineral_output"].select("stage", "country", "value").rows() == [
        ("Primary", "KOR", 1000.0),
        ("Reserves", "COD", None),
    ]
    assert tables["import_sources"].rows() == [
        ("USA", "Orium", "Metal", "other", 0.16, "2021–2024")
    ]


def test_unknown_names_and_figures_are_all_named(tmp_path: Path) -> None:
    path = tmp_path / "world.csv"
    text = WORLD.replace("Other Countries", "Atlantis").replace("—", "1x")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"line 3: unknown country 'Atlantis'(.|\n)*line 4"):
        usgs_mcs.read(path)
    path.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="columns are a, b"):
        usgs_mcs.read(path)


@pytest.mark.skipif(not USGS.is_dir(), reason="the tables are not here")
def test_real_files_are_read_whole() -> None:
    for name, least in (("MCS2025_World_Data.csv", 2500), ("MCS2026_Commodities_Data.csv", 2500)):
        tables = usgs_mcs.read(USGS / name)
        assert len(tables["mineral_output"]) > least
