# ruff: noqa: E501
import csv
import json
from datetime import date
from pathlib import Path

import pytest

from techpact.errors import DataError, InputError
from techpact.parties import lists
from techpact.parties.edition import read_edition
from techpact.sources import us_csl, us_ofac_sdn


def write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if header:
            writer.writerow(header)
        writer.writerows(rows)
    return path


PLAIN = ("id", "list", "name", "aliases_json", "countries")


def test_plain_list(tmp_path):
    path = write(tmp_path / "l.csv", PLAIN, [["1", "X", "Alpha", '["Beta", " "]', "CN"]])
    (party,) = lists.read_parties([path])
    assert (party.id, party.name, party.aliases, party.countries) == ("1", "Alpha", ("Beta",), "CN")


def test_a_new_column_is_named(tmp_path):
    path = write(tmp_path / "l.csv", (*PLAIN, "colour"), [["1", "X", "Alpha", "", "CN", "red"]])
    with pytest.raises(DataError, match="colour"):
        lists.read_parties([path])


def test_a_cut_file_is_one_clear_error(tmp_path):
    path = tmp_path / "l.csv"
    path.write_text("id,list,name,aliases_json,countries\n1,X,Alpha,,CN\n2,X,Be", encoding="utf-8")
    with pytest.raises(DataError, match="row 2: 3 fields"):
        lists.read_parties([path])
    path.write_text('id,list,name,aliases_json,countries\n1,X,"Alpha', encoding="utf-8")
    with pytest.raises(DataError, match="may be cut"):
        lists.read_parties([path])


def test_aliases_that_are_no_json_name_their_row(tmp_path):
    path = write(tmp_path / "l.csv", PLAIN, [["1", "X", "Alpha", "Beta;Gamma", "CN"]])
    with pytest.raises(DataError, match="row 1: aliases_json"):
        lists.read_parties([path])


def test_a_short_copy_of_a_large_list_is_refused_unless_asked_for(tmp_path):
    row = ["us-el-1", "EL", "", "Alpha Machinery", "[]", "CN", "", "", "1 FR 1", "", "", "http://x"]
    path = write(tmp_path / "l.csv", us_csl.HEADER, [row])
    with pytest.raises(DataError, match="1 parties where"):
        lists.read_parties([path])
    assert lists.read_parties([path], partial=True)[0].list == "EL"


@pytest.mark.parametrize("cut", [20, 30])
def test_a_file_cut_in_its_last_row_is_taken_without_it_only_if_asked_for(tmp_path, cut):
    rows = [
        [f"us-el-{i}", "EL", "", f'Alpha "{i}" Works', "[]", "CN", "", "", "1 FR 1", "", "", "u"]
        for i in range(3)
    ]
    path = write(tmp_path / "l.csv", us_csl.HEADER, rows)
    text = path.read_text("utf-8")
    path.write_text(text[:-cut], "utf-8")
    with pytest.raises(DataError, match="--partial"):
        lists.read_parties([path])
    assert len(lists.read_parties([path], partial=True)) == 2
    lines = text.splitlines(keepends=True)
    path.write_text(lines[0] + "us-el-9,EL\n" + "".join(lines[1:]), "utf-8")  # not the last one
    with pytest.raises(DataError, match="row 1: 2 fields"):
        lists.read_parties([path], partial=True)


def test_unknown_list_codes_are_named(tmp_path):
    row = ["us-q-1", "QQ", "", "Alpha", "[]", "CN", "", "", "", "", "", ""]
    path = write(tmp_path / "l.csv", us_csl.HEADER, [row])
    with pytest.raises(DataError, match="'QQ'"):
        lists.read_parties([path], partial=True)


def test_legacy_sdn_files_are_read_together(tmp_path):
    null = "-0- "
    sdn = ["7", "ALPHA CO.", null, "CUBA] [IRAN", *[null] * 7, "a.k.a. 'A'."]
    write(tmp_path / "sdn.csv", None, [sdn])
    write(tmp_path / "alt.csv", None, [["7", "1", "aka", "ALFA", null]])
    write(tmp_path / "add.csv", None, [["7", "1", "Street 1", "Havana", "Cuba", null]])
    files = lists.list_files([tmp_path])
    assert [f.name for f in files] == ["sdn.csv"]
    table = us_ofac_sdn.read(files[0], partial=True)["listed_parties"]
    row = table.row(0, named=True)
    assert (row["name"], row["countries"], row["programs"]) == ("ALPHA CO.", "Cuba", "CUBA;IRAN")
    assert json.loads(row["aliases_json"]) == ["ALFA"]


UN = """<CONSOLIDATED_LIST><ENTITIES><ENTITY><REFERENCE_NUMBER>XXe.001</REFERENCE_NUMBER>
<FIRST_NAME>ALPHA TRADING</FIRST_NAME><UN_LIST_TYPE>XX</UN_LIST_TYPE><LISTED_ON>2020-01-02</LISTED_ON>
<NAME_ORIGINAL_SCRIPT>알파무역</NAME_ORIGINAL_SCRIPT>
<ENTITY_ALIAS><ALIAS_NAME>ALFA TRADE</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ADDRESS><COUNTRY>Nowhere</COUNTRY></ENTITY_ADDRESS></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""
EU = """<export xmlns="urn:x"><sanctionEntity euReferenceNumber="EU.1.1" logicalId="1">
<regulation programme="XX" numberTitle="1/2020" entryIntoForceDate="2020-01-02"/>
<subjectType code="enterprise"/><nameAlias wholeName="ALPHA TRADING"/>
<nameAlias wholeName="ALFA TRADE"/><nameAlias wholeName="알파무역"/>
<address countryIso2Code="XK"/></sanctionEntity></export>"""
UK = """<Designations><Designation><UniqueID>XX0001</UniqueID><DateDesignated>02/01/2020</DateDesignated>
<Names><Name><Name6>ALFA TRADE</Name6><NameType>Alias</NameType></Name>
<Name><Name6>ALPHA TRADING</Name6><NameType>Primary Name</NameType></Name></Names>
<NonLatinNames><NonLatinName><NameNonLatinScript>알파무역</NameNonLatinScript></NonLatinName></NonLatinNames>
<RegimeName>XX</RegimeName><IndividualEntityShip>Entity</IndividualEntityShip></Designation></Designations>"""


@pytest.mark.parametrize(("xml", "code"), [(UN, "UN"), (EU, "EU"), (UK, "UK")])
def test_xml_lists(tmp_path, xml, code):
    path = tmp_path / "list.xml"
    path.write_text(xml, encoding="utf-8")
    (party,) = lists.read_parties([path], partial=True)
    assert (party.list, party.name) == (code, "ALPHA TRADING")
    assert set(party.aliases) == {"ALFA TRADE", "알파무역"}
    edition = read_edition([party])
    assert edition.until(date(2019, 12, 31)).entities == 0
    assert edition.until(date(2020, 1, 2)).entities == 1
    path.write_text(xml[:-30], encoding="utf-8")
    with pytest.raises((DataError, InputError)):
        lists.read_parties([path], partial=True)


def test_an_external_entity_in_xml_is_not_opened(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    path = tmp_path / "list.xml"
    head = f'<!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]>'
    path.write_text(head + UN.replace("ALFA TRADE", "&s;"), encoding="utf-8")
    for party in lists.read_parties([path], partial=True):
        assert "SECRET" not in " ".join(party.all_names())


def test_followthemoney_lines(tmp_path):
    entity = {
        "id": "q1", "schema": "Company", "caption": "Alpha", "datasets": ["d"],
        "properties": {"name": ["Alpha"], "alias": ["Alfa"], "country": ["cn"]},
    }  # fmt: skip
    other = {"id": "q2", "schema": "Address", "properties": {"full": ["Street 1"]}}
    path = tmp_path / "d.ftm.json"
    path.write_text("\n".join(map(json.dumps, (entity, other))), encoding="utf-8")
    (party,) = lists.read_parties([path])
    assert (party.id, party.list, party.name, party.aliases) == ("q1", "d", "Alpha", ("Alfa",))
    path.write_text(json.dumps(entity) + '\n{"id": "q3", "sch', encoding="utf-8")
    with pytest.raises(DataError, match="line 2"):
        lists.read_parties([path])


def test_what_is_no_list(tmp_path):
    path = write(tmp_path / "x.csv", ("a", "b"), [["1", "2"]])
    with pytest.raises(InputError, match="no list"):
        lists.read_parties([path])
    with pytest.raises(InputError, match="not found"):
        lists.list_files([tmp_path / "missing.csv"])


def test_the_real_lists_are_read_whole(shared):
    counts = {f.name: lists.read_list(f).height for f in lists.list_files([shared / "data/lists"])}
    assert counts["us_csl_2026-07-31.csv"] == 25_921
    assert counts["us_ofac_sdn_entities_2021-07-07.csv"] == 4_356
    assert len(counts) == 13
    assert not any(Path(n).stem.startswith("us_ofac_alt") for n in counts)


def test_a_list_without_a_party_never_clears_a_name(tmp_path):
    with pytest.raises(InputError, match="no party"):
        lists.read_parties([write(tmp_path / "l.csv", PLAIN, [])])
    (tmp_path / "empty.csv").touch()
    with pytest.raises(InputError, match="empty"):
        lists.read_parties([tmp_path / "empty.csv"])
