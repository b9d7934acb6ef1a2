from pathlib import Path

import pytest

from techpact.errors import DataError, InputError
from techpact.sources import eto_chips

FILES = {
    "inputs.csv": "input_id,input_name,type,stage_id,note\nA,Tool,tool_resource,T1,x\n"
    "B,Chip,ultimate_output,,y\n",
    "stages.csv": "stage_id,stage_name\nT1,Making\n",
    "providers.csv": "provider_id,provider_name,provider_type,country\n"
    "p1,JPN,country,\np2,EUR,country,\np3,Acme,organization,JPN\np4,Ghost,organization,\n",
    "provision.csv": "provider_id,provided_id,share_provided,year\n"
    "p1,A,60.5,2025\np2,A,,2025\np3,A,60.5,2025\np4,T1,,\n",
    "sequence.csv": "input_id,goes_into_id,is_type_of_id\nA,B,\n",
}


def folder(tmp_path: Path, **changes: str) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(changes.get(name.split(".")[0], text))
    return tmp_path


def test_percent_groups_and_missing_shares(tmp_path: Path) -> None:
    tables = eto_chips.read(folder(tmp_path))
    assert tables["stage_shares"].rows() == [
        ("A", "JPN", "country", "JPN", 0.605, 2025),
        ("A", "EUR", "group", None, None, 2025),
        ("A", "p3", "firm", "JPN", 0.605, 2025),
        ("T1", "p4", "firm", None, None, None),
    ]
    assert tables["stage_links"].rows() == [("A", "B", "goes_into")]
    assert tables["stage_nodes"]["kind"].to_list() == ["tool_resource", "ultimate_output", "stage"]


def test_unknown_codes_are_named(tmp_path: Path) -> None:
    bad = "provider_id,provided_id,share_provided,year\np9,A,1,2025\np1,A,few,2025\n"
    with pytest.raises(DataError, match=r"line 2: unknown provider(.|\n)*line 3: 'few'"):
        eto_chips.read(folder(tmp_path, provision=bad))
    with pytest.raises(DataError, match="unknown input 'C'"):
        eto_chips.read(folder(tmp_path, sequence="input_id,goes_into_id,is_type_of_id\nA,C,\n"))
    (tmp_path / "stages.csv").unlink()
    with pytest.raises(InputError, match=r"stages\.csv is missing"):
        eto_chips.read(tmp_path)
