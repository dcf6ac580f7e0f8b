"""Bytes to text, whatever they say they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.read.charset import decode

TEXT = "똠얌 가게 옆 펲시 간판, 새벽 안개 속 강변북로 통제"


def page(encoding: str, declared: str | None = None) -> bytes:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f"{declaration}<rss><title>{TEXT}</title></rss>".encode(encoding)


@pytest.mark.parametrize(
    ("body", "content_type", "encoding"),
    [
        (page("utf-8"), None, "utf-8"),
        (page("utf-8-sig"), None, "utf-8"),
        (page("utf-8", "euc-kr"), "text/xml; charset=euc-kr", "utf-8"),
        (page("cp949", "euc-kr"), None, "cp949"),
        (page("cp949", "ks_c_5601-1987"), None, "cp949"),
        (page("cp949", "utf-8"), "text/xml; charset=utf-8", "cp949"),
        (page("cp949"), "text/xml; charset=ISO-8859-1", "cp949"),
        (page("cp949"), None, "cp949"),
        (page("utf-16", "utf-16"), None, "utf-16-le"),
        (page("utf-16-be", "utf-16"), None, "utf-16-be"),
        (page("utf-16-le"), None, "utf-16-le"),
        (page("utf-32"), None, "utf-32-le"),
    ],
)
def test_the_bytes_are_believed_before_what_is_said_of_them(
    body: bytes, content_type: str | None, encoding: str
) -> None:
    text, name = decode(body, content_type)
    assert name == encoding
    assert TEXT in text
    assert not text.startswith("\ufeff")


def test_other_declared_encodings_are_honoured() -> None:
    japanese = "<meta charset=Shift_JIS><p>霧の朝、橋は通行止め</p>"
    assert decode(japanese.encode("cp932"), None) == (japanese, "cp932")
    french = '<?xml version="1.0" encoding="iso-8859-1"?><t>été à Noël</t>'
    assert decode(french.encode("cp1252"), None) == (french, "cp1252")
    korean = f"<p>{TEXT[9:]}</p>"
    assert decode(korean.encode("iso2022_kr"), "text/html; charset=iso-2022-kr") == (korean, "iso2022_kr")


def test_one_foreign_piece_among_utf8_is_mended() -> None:
    body = "<i><t>첫 제목</t><t>".encode() + "둘째 제목".encode("cp949") + "</t><t>셋째 제목</t></i>".encode()
    assert decode(body, None) == ("<i><t>첫 제목</t><t>둘째 제목</t><t>셋째 제목</t></i>", "utf-8")


def test_a_character_cut_in_half_at_the_end_does_not_spoil_the_rest() -> None:
    text, name = decode(page("utf-8")[:-20], None)
    assert name == "utf-8"
    assert "새벽 안개" in text


@given(st.binary(), st.none() | st.text())
def test_no_bytes_make_decoding_raise(body: bytes, content_type: str | None) -> None:
    text, _ = decode(body, content_type)
    text.encode()
