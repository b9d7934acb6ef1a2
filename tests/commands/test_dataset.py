"""Datasets by name: the address, the options, and a download that is read at once."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from techpact.commands.dataset import address, named_values, reader_options
from techpact.errors import InputError, NotFoundError
from techpact.registry import SOURCES, get_source

HEADER = '"t","i","j","k","v","q"\n'


def test_addresses_are_filled_in() -> None:
    baci, exiobase = get_source("baci"), get_source("exiobase3")
    assert address(baci, {}).endswith("/BACI_HS17_V202601.zip")
    assert address(baci, {"revision": "HS92", "version": "202501"}).endswith(
        "/BACI_HS92_V202501.zip"
    )
    assert address(exiobase, {"year": "2011"}).endswith("/IOT_2011_ixi.zip")
    with pytest.raises(InputError, match="needs: year"):
        address(exiobase, {})
    with pytest.raises(InputError, match="not part of an address"):
        address(exiobase, {"year": "../secret"})
    with pytest.raises(InputError, match="form, a login"):
        address(get_source("comtrade"), {})


def test_options_are_read_by_the_kinds_of_the_reader() -> None:
    baci = get_source("baci")
    given = {"years": "2022,2023", "others": "drop", "quantities": "no", "revision": "HS92"}
    assert reader_options(baci, given) == {
        "years": [2022, 2023],
        "others": "drop",
        "quantities": False,
    }
    assert reader_options(get_source("figaro"), {"usd_per_eur": "1.3"}) == {"usd_per_eur": 1.3}
    with pytest.raises(NotFoundError, match="others"):
        reader_options(baci, {"other": "drop"})
    with pytest.raises(NotFoundError, match="available: drop, refuse"):
        reader_options(baci, {"others": "skip"})
    with pytest.raises(InputError, match="cannot read 'x'"):
        reader_options(baci, {"years": "x"})
    with pytest.raises(InputError, match="write NAME=VALUE"):
        named_values(["years"])


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_every_address_can_be_made_or_says_what_to_do(name: str) -> None:
    source = get_source(name)
    if source.card.download:
        assert address(source, {"year": "2015"}).startswith("https://")
    else:
        with pytest.raises(InputError) as caught:
            address(source, {})
        assert f"techpact add FILE --source {name}" in caught.value.mend


def test_a_dataset_is_downloaded_by_its_name(tmp_path: Path, monkeypatch: Any) -> None:
    from techpact import fetch
    from techpact.commands.add import add
    from techpact.workspace import Workspace

    asked = []

    def served(url: str, *, to: Path, **_: Any) -> None:
        asked.append(url)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            rows = '2023,156,392,280530,5,"1"\n2023,697,392,280530,1,"1"\n'
            archive.writestr("BACI_HS22_Y2023_V202601.csv", HEADER + rows)
        to.write_bytes(packed.getvalue())

    monkeypatch.setattr(fetch, "fetch", served)
    add(["baci"], option=["revision=HS22", "others=drop"], workspace=tmp_path, name="", source="",
        table="", sha256="")  # fmt: skip
    assert asked == ["https://www.cepii.fr/DATA_DOWNLOAD/baci/data/BACI_HS22_V202601.zip"]
    space = Workspace(tmp_path)
    assert space.table("trade")["value_usd"].to_list() == [5000]
    assert space.table("left_out")["code"].to_list() == ["697"]
