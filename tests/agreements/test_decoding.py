import contextlib
import os

import pytest

from techpact.agreements.decoding import decode
from techpact.errors import InputError

TEXTS = {
    "ja": "本覚書は、ＡＩの分野における協力を目的とする。\n両者は、月ごとに会合する意向である。",
    "ko": "본 각서는 인공지능 분야의 협력을 목적으로 한다.\n양측은 매월 만날 의향이다.",
    "en": "The naïve “café” memo – in two originals. It sets out why both sides meet every month.",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        *[("ja", e) for e in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")],
        *[("ja", e) for e in ("cp932", "euc_jp", "iso2022_jp")],
        *[("ko", e) for e in ("utf-8", "utf-16", "cp949", "euc_kr", "iso2022_kr")],
        *[("en", e) for e in ("utf-8", "utf-16", "cp1252")],
    ],
)
def test_every_encoding_comes_back_exactly(language, encoding):
    assert decode(TEXTS[language].encode(encoding))[0] == TEXTS[language]


def test_a_declared_encoding_is_believed_only_when_the_bytes_agree():
    raw = TEXTS["ja"].encode("euc_jp")
    assert decode(raw, declared="EUC-JP")[0] == TEXTS["ja"]
    assert decode(raw, declared="utf-8")[0] == TEXTS["ja"]
    assert decode(raw, declared="no-such-encoding")[0] == TEXTS["ja"]


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "両者は協力する。".encode() * 20 + b"\xff\xfe\xff" + "両者".encode("cp932"),
        b"\xef\xbb\xbf\xff\xff",
    ],
    ids=["binary", "two encodings in one file", "a mark that lies"],
)
def test_what_is_not_text_is_refused_with_its_place(raw):
    with pytest.raises(InputError) as caught:
        decode(raw, where="x.txt")
    assert "x.txt byte" in caught.value.where


def test_random_bytes_never_crash():
    for size in (1, 7, 300):
        for _ in range(30):
            with contextlib.suppress(InputError):
                decode(os.urandom(size))
