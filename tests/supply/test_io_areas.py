import polars as pl
import pytest
from io_cases import random_system

from techpact.errors import InputError
from techpact.supply.area_lookthrough import area_lookthrough
from techpact.supply.lookthrough import lookthrough_exposure


def concordance(rows: list[tuple[str, str, str]]) -> pl.DataFrame:
    return pl.DataFrame(
        [(*r, "name", "part", "made_up", "row", "2025", "confirmed") for r in rows],
        schema=["area", "scheme", "sector", "label", "specificity", "source_id", "locator",
                "as_of", "status"],
        orient="row",
    )  # fmt: skip


AREAS = concordance(
    [
        ("space", "WIOD2016", "s1"),
        ("space", "WIOD2016", "s3"),
        ("space", "ISIC4", "s1"),
        ("space", "ISIC4", "x9"),
        ("space", "ISIC4", "x8"),
        ("fusion", "ISIC4", "x7"),
    ]
)


def test_an_area_is_the_average_of_its_industries() -> None:
    tables = random_system(12).tables()
    options = {"alliance": "JPN,USA;;CHN"}
    result = area_lookthrough.run({**tables, "area_sectors": AREAS}, options)
    assert set(result.table["area"]) == {"space"}
    assert set(result.table["scheme"]) == {"WIOD2016"}
    assert set(result.table["sectors"]) == {"s1;s3"}
    assert "AREA_WITHOUT_INDUSTRY" in result.notes
    plain = lookthrough_exposure.run(tables, {**options, "sectors": "s1,s3"}).table
    both = result.table.join(plain, on=["buyer", "supplier"], suffix="_plain")
    assert both.height == result.table.height
    for name in ("face_share", "hidden_share", "total_share", "value_added_share"):
        assert both[name].to_list() == pytest.approx(both[f"{name}_plain"].to_list())


def test_a_table_of_another_classification_is_refused() -> None:
    tables = random_system(12).tables()
    with pytest.raises(InputError, match="fit no classification"):
        area_lookthrough.run(
            {**tables, "area_sectors": AREAS.filter(pl.col("scheme") == "ISIC4")},
            {"alliance": "JPN"},
        )
