import pytest

from techpact.errors import NotFoundError
from techpact.render.catalogue import messages, missing
from techpact.render.language import Language, _messages


@pytest.mark.parametrize("code", ["ja", "ko"])
def test_every_text_of_the_interface_is_translated(code):
    assert len(messages()) > 100
    assert missing(code) == []


@pytest.mark.parametrize("code", ["ja", "ko"])
def test_catalogues_hold_nothing_unused_and_keep_placeholders(code):
    used = messages()
    for message, translation in _messages(code).items():
        assert message in used, f"unused message: {message}"
        assert set(_fields(message)) == set(_fields(translation)), message


def _fields(text):
    import string

    return [name for _, name, _, _ in string.Formatter().parse(text) if name]


def test_numbers_dates_and_countries():
    en, ja, ko = (Language(code) for code in ("en", "ja", "ko"))
    assert en.number(1234567.891, 2) == "1,234,567.89"
    assert en.percent(0.984) == "98%"
    assert en.number(None) == "no data"
    assert ja.number(None) == "データなし"
    assert ja.date("2025-10-28") == "2025年10月28日"
    assert ko.date("2025-10") == "2025년 10월"
    assert en.date("2025") == "2025"
    assert ja.country("KOR") == "韓国"
    assert ko.country("JPN") == "일본"
    assert en.country("EU") == "EU"
    assert ja.amount(550e9, "USD") == "USD 5500億"
    assert en.amount(550e9, "USD") == "USD 550 billion"
    with pytest.raises(NotFoundError):
        Language("de")
