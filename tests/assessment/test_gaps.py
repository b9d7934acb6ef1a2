from techpact.assessment.gaps import find_gaps
from techpact.lineage import Citation, Finding

CITE = (Citation("s", "Source"),)


def finding(metric, value, subject="gallium"):
    return Finding("ai", metric, subject, value, "1", "2025", "input_concentration", sources=CITE)


def codes(**changes):
    given = {
        "findings": [],
        "commitments": [],
        "controlling": {},
        "members": ["JPN", "USA"],
        "paused": {},
    } | changes
    return [g.code for g in find_gaps("ai", **given)]


PROMISE = {"id": "c1", "agreement": "tpd", "standing": "in_effect"}


def test_nothing_known_is_no_gap():
    assert codes() == []


def test_exposed_without_a_standing_promise():
    exposed = [finding("hhi", 0.9)]
    assert codes(findings=exposed) == ["EXPOSED_NOT_PROMISED"]
    assert codes(findings=exposed, commitments=[PROMISE]) == []
    paused = [PROMISE | {"standing": "paused"}]
    assert codes(findings=exposed, commitments=paused) == ["EXPOSED_NOT_PROMISED"]


def test_thresholds_are_strict():
    assert codes(findings=[finding("hhi", 0.25), finding("concern_share", 0.5)]) == []
    assert codes(findings=[finding("concern_share", 0.51)]) == ["EXPOSED_NOT_PROMISED"]


def test_promised_but_not_measured():
    assert codes(commitments=[PROMISE]) == ["PROMISED_NOT_MEASURED"]
    empty = [finding("hhi", None)]
    assert codes(commitments=[PROMISE], findings=empty) == [
        "PROMISED_NOT_MEASURED",
        "INPUT_NO_DATA",
    ]


def test_controlled_by_one_partner_only():
    assert codes(controlling={"USA": CITE}) == ["CONTROLLED_BY_ONE"]
    assert codes(controlling={"USA": CITE, "JPN": CITE}) == []
    assert codes(controlling={"USA": CITE}, members=["USA"]) == []


def test_paused_status_and_evidence():
    gaps = find_gaps(
        "ai",
        findings=[finding("hhi", 0.9)],
        commitments=[],
        controlling={},
        members=["JPN", "USA"],
        paused={"tpd": CITE},
    )
    assert [g.code for g in gaps] == ["EXPOSED_NOT_PROMISED", "STATUS_PAUSED"]
    assert gaps[0].evidence[0].id == finding("hhi", 0.9).id
    assert gaps[1].evidence[0].sources == CITE
    assert len({g.id for g in gaps}) == 2
