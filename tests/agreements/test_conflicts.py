"""Conflicts on own miniature texts, each kind once, and none where texts agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from techpact.agreements.analyse import read_documents
from techpact.agreements.conflicts import find_conflicts

MEMORANDUM = """日本国政府とカナダ政府との間の深海観測についての協力に関する覚書

日本国の文部科学省及びカナダの漁業海洋省(以下「両者」という。)は、

I.目的

本覚書は、深海観測における協力を強化することを目的とする。

II.協力分野

量子技術

両者は、量子センサーの共同研究を行う意向である。

宇宙

両者は、衛星の共同利用を進める意向である。

III.法的性質

本覚書は、法的拘束力のある権利及び義務を生じさせるものではない。

2024年5月7日、東京において、二通の書面に英語で署名した。

日本国文部科学省:

カナダ漁業海洋省:
"""
FORECAST = """日本とカナダ、量子など3分野で覚書へ

 日本とカナダは、量子や宇宙など3つの分野での協力覚書に5月6日に東京で署名する見通しだと、共同通信が2024年5月2日に報じた。
 量子技術と衛星が中心になる。
"""
AGREEING = """日本とカナダ、覚書に署名

 日本とカナダは2024年5月7日、東京で深海観測の覚書に署名した。量子技術と宇宙で協力する。
"""
CAPTION = """会合のまとめ

 2024年5月、山下健一外相はオタワでジョン・マクレー首相と会談した。量子技術が議題だった。

 会談に臨む山下健一防衛相とマクレー首相。(写真提供:外務省)
"""
SPELT = (
    "カナダのデイビッド・マクローリン商務長官は量子の協力を歓迎した。会談は2024年に開かれた。",
    "カナダのデビッド・マクラーリン商務長官は量子の協力に署名した。会談は2024年に開かれた。",
)
FATE = """提言

 日加合同科学委員会の権限強化により、優先事項を決めるべきである。
 この組織は、1990年に設けられ、後に廃止された日加合同科学委員会に似る。
"""


def conflicts(tmp_path: Path, *texts: str):
    paths = []
    for i, text in enumerate(texts):
        path = tmp_path / f"text{i}.txt"
        path.write_text(text)
        paths.append(path)
    documents = read_documents(paths)
    found = find_conflicts(documents)
    by_id = {d.id: d for d in documents}
    for conflict in found:
        assert len(conflict.claims) > 1
        for claim in conflict.claims:
            quoted = by_id[claim.document].text[claim.start : claim.end]
            assert quoted
            if isinstance(claim.value, str) and conflict.key.startswith("name:"):
                assert quoted == claim.value
    return {c.key: (c.relation, [c.value for c in c.claims]) for c in found}


def test_forecast_superseded_and_fields_counted_differently(tmp_path):
    found = conflicts(tmp_path, FORECAST, MEMORANDUM)
    assert found["agreement:CAN-JPN:signed_date"] == ("refinement", ["2024-05-06", "2024-05-07"])
    assert found["agreement:CAN-JPN:number_of_areas"] == ("variant", [3, 2])


def test_texts_that_agree_give_none(tmp_path):
    assert conflicts(tmp_path, AGREEING) == {}
    found = conflicts(tmp_path, AGREEING, MEMORANDUM)
    assert not {k for k, (relation, _) in found.items() if relation == "contradiction"}


def test_office_confused_in_a_caption(tmp_path):
    found = conflicts(tmp_path, CAPTION)
    assert found == {
        "office:山下健一": ("contradiction", ["foreign_affairs", "defence"]),
    }


def test_names_spelt_differently(tmp_path):
    ((key, (relation, values)),) = conflicts(tmp_path, *SPELT).items()
    assert key.startswith("name:person:")
    assert relation == "variant"
    assert set(values) == {"デイビッド・マクローリン", "デビッド・マクラーリン"}


def test_body_called_living_and_abolished(tmp_path):
    ((key, (relation, values)),) = conflicts(tmp_path, FATE).items()
    assert key.startswith("status:")
    assert (relation, set(values)) == ("contradiction", {"in_existence", "ended"})


def test_five_texts():
    folder = Path(__file__).parents[2].parent / "shared" / "documents"
    paths = sorted(folder.glob("*.txt"))
    if len(paths) < 5:
        pytest.skip("the five texts are not here")
    keys = {c.key for c in find_conflicts(read_documents(paths))}
    assert {
        "agreement:JPN-USA:signed_date",
        "agreement:JPN-USA:signatories",
        "agreement:JPN-USA:number_of_areas",
        "status:intl_jhlc",
    } <= keys
    assert len([k for k in keys if k.startswith("office:")]) == 1
    assert len(keys) <= 10
