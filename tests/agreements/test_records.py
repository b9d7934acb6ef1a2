import json

from techpact.agreements.records import Document, Fact, Published, Span


def _document(form: str) -> Document:
    return Document(
        id="d",
        path="d",
        sha256="0",
        format=form,
        language="en",
        type="news",
        title=None,
        published=Published(None, False),
        text="abc",
        body=(Span(0, 3),),
        facts=(Fact("k", {"iso8601": "P180D"}, 0, 1),),
    )


def test_json_nests_records_and_keeps_extracted_text_only_for_other_formats():
    plain = json.loads(json.dumps(_document("pdf").to_json()))
    assert plain["body"] == [[0, 3]]
    assert plain["facts"][0]["value"] == {"iso8601": "P180D"}
    assert plain["published"] == {"value": None, "inferred": False}
    assert plain["text"] == "abc"
    assert "text" not in _document("txt").to_json()
