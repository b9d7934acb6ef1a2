"""Write the records of a document as W3C Web Annotations (JSON-LD)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from techpact.agreements.records import Document

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_CONTEXT_LENGTH = 32
_KINDS = (
    ("provisions", "classifying"),
    ("commitments", "classifying"),
    ("mentions", "identifying"),
    ("facts", "classifying"),
    ("dates", "identifying"),
    ("amounts", "identifying"),
    ("events", "describing"),
    ("recommendations", "classifying"),
)


def web_annotations(document: Document) -> dict[str, Any]:
    """Return the annotations of a document as one collection page.

    Each annotation targets the text by position (code points) and by quote with what stands before
    and after, so that it can be found again when the text has moved.
    """
    items = list(_annotations(document))
    name = f"urn:sha256:{document.sha256}"
    return {
        "@context": CONTEXT,
        "id": f"{name}#annotations",
        "type": "AnnotationCollection",
        "label": document.title or document.id,
        "total": len(items),
        "first": {
            "id": f"{name}#annotations-1",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    }


def _annotations(document: Document) -> Iterator[dict[str, Any]]:
    text, source = document.text, f"urn:sha256:{document.sha256}"
    for kind, motivation in _KINDS:
        for index, record in enumerate(getattr(document, kind)):
            value = record.to_json()
            start, end = value.pop("start"), value.pop("end")
            yield {
                "id": f"{source}#{kind}-{index + 1}",
                "type": "Annotation",
                "motivation": motivation,
                "body": {
                    "type": "Dataset",
                    "format": "application/json",
                    "label": kind.removesuffix("s"),
                    "value": value,
                },
                "target": {
                    "source": source,
                    "selector": [
                        {
                            "type": "TextQuoteSelector",
                            "exact": text[start:end],
                            "prefix": text[max(0, start - _CONTEXT_LENGTH) : start],
                            "suffix": text[end : end + _CONTEXT_LENGTH],
                        },
                        {"type": "TextPositionSelector", "start": start, "end": end},
                    ],
                },
            }
