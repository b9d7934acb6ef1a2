"""Exports: valid Akoma Ntoso, Web Annotations that find their words, guarded CSV."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest
from lxml import etree

from techpact.agreements.akoma_ntoso import NAMESPACE, akoma_ntoso
from techpact.agreements.alignment import units
from techpact.agreements.analyse import read_document
from techpact.agreements.exports import export_files
from techpact.agreements.web_annotations import web_annotations

HERE = Path(__file__).parent
with (HERE / "parallel.tsv").open() as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
# the OASIS schema is not part of the project: name a copy (with xml.xsd beside it) to check by it
SCHEMA = os.environ.get("AKOMA_NTOSO_XSD", str(HERE.parents[1].parent / "shared/akomantoso30.xsd"))
NEWS = (
    "見出し\n\n 日本とカナダは2024年5月7日、東京で覚書に署名した。=1+1 "
    "と\x0c書かれた<b>札</b>があった。\n"
)


@pytest.fixture(params=["en", "ja", "ko", "news"])
def document(request, tmp_path):
    text = NEWS
    if request.param != "news":
        lines = ((" ・ " if r["kind"] == "B" else "") + r[request.param] for r in ROWS)
        text = "\n\n".join(lines)
    path = tmp_path / f"{request.param}.txt"
    path.write_text(text)
    return read_document(path)


def test_akoma_ntoso_holds_every_leaf_once(document):
    root = etree.fromstring(akoma_ntoso(document))
    said = "".join(root.find(f"{{{NAMESPACE}}}doc").itertext())
    flat = "".join(said.split())
    for unit in units(document):
        words = "".join(unit.text.split()).replace("\x0c", "")
        assert flat.count(words) >= 1 or unit.type == "heading"
    ids = [e.get("eId") for e in root.iter() if e.get("eId")]
    assert len(ids) == len(set(ids))
    pointed = {e.get("refersTo") for e in root.iter() if e.get("refersTo")}
    assert pointed <= {f"#{i}" for i in ids}


@pytest.mark.skipif(not Path(SCHEMA).exists(), reason="no copy of the OASIS schema at hand")
def test_akoma_ntoso_validates(document):
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.assertValid(etree.fromstring(akoma_ntoso(document)))


def test_annotations_find_their_words(document):
    collection = web_annotations(document)
    items = collection["first"]["items"]
    assert collection["total"] == len(items) > 0
    assert len({i["id"] for i in items}) == len(items)
    for item in items:
        quote, place = item["target"]["selector"]
        start, end = place["start"], place["end"]
        assert document.text[start:end] == quote["exact"]
        assert document.text[:start].endswith(quote["prefix"])
        assert document.text[end:].startswith(quote["suffix"])


def test_csv_cells_are_guarded(document):
    files = export_files([document], "csv")
    assert {"provisions.csv", "mentions.csv", "events.csv", "conflicts.csv"} <= set(files)
    for data in files.values():
        for row in csv.reader(io.StringIO(data.decode())):
            assert not [c for c in row if c.startswith(("=", "@", "+"))]


def test_json_is_what_the_records_say(document):
    (data,) = export_files([document], "json").values()
    plain = json.loads(data)
    assert set(plain) == {"documents", "conflicts"}
    (one,) = plain["documents"]
    for mention in one["mentions"]:
        assert document.text[mention["start"] : mention["end"]] == mention["surface"]


def test_names_of_files_do_not_clash(document):
    assert len(export_files([document, document], "akn")) == 2
