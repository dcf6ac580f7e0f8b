"""Bytes to text: by mark, by what the bytes themselves show, by what is declared. Never fails: what can't be is U+FFFD.

Declarations are often wrong (a server's default, a page that moved to UTF-8), so valid UTF-8 wins over all of them, and
Korean bytes win over a Western declaration.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"), (b"{\0", "utf-16-le"), (b"\0{", "utf-16-be"))

_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 16_384

_LABELS = {
    # CP949 is a superset of EUC-KR, and who declares one writes the other.
    "cp949": "euc-kr euc_kr cp949 ms949 uhc windows-949 x-windows-949 korean ks_c_5601-1987 ks_c_5601 ksc5601 ksc_5601",
    "cp932": "shift_jis shift-jis sjis x-sjis windows-31j cp932",
    "gb18030": "gb2312 gbk gb18030 x-gbk cp936",
    "euc_jp": "euc-jp eucjp x-euc-jp",
    "big5hkscs": "big5 big5-hkscs cn-big5",
    "iso2022_kr": "iso-2022-kr",
    "iso2022_jp": "iso-2022-jp",
    "cp1252": "iso-8859-1 latin1 latin-1 us-ascii ascii windows-1252 cp1252",
    "johab": "johab",
    "koi8-r": "koi8-r",
    **{f"cp{n}": f"windows-{n}" for n in (874, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)},
    **{f"iso8859-{n}": f"iso-8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
_MULTIBYTE = {"cp949", "cp932", "gb18030", "euc_jp", "big5hkscs", "johab"}
_SHIFTED = {"iso2022_kr": b"\x0e", "iso2022_jp": b"\x1b"}
_PIECE = re.compile(rb"<?[^<]*")
_SAMPLE = 65_536


def decode(body: bytes, content_type: str | None) -> tuple[str, str]:
    """The text, and the name of the encoding it was read in (`cp949` for all kinds of EUC-KR)."""
    if wide := _wide(body):
        return body.decode(wide, "replace").removeprefix("\ufeff"), wide
    body = body.removeprefix(codecs.BOM_UTF8)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return _not_utf8(body, _declared(body, content_type))
    if text.isascii() and (b"\x1b" in body or b"\x0e" in body):
        return _shifted(body, text, _declared(body, content_type))
    return text, "utf-8"


def _wide(body: bytes) -> str | None:
    """UTF-16 or UTF-32 by its mark, or by the zeros in its first characters."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return name
    if b"\0" in body[:4]:
        for start, name in _UNMARKED:
            if body.startswith(start) and body[:200].count(0) >= len(body[:200]) // 3:
                return name
    return None


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """The codecs declared, the document's own before the server's."""
    names = [(m[1] or m[2]).decode("ascii") for m in _DECLARED.finditer(body[:_DECLARED_WITHIN])]
    if header := _HEADER.search(content_type or ""):
        names.append(header[1])
    known = (_CODECS.get(name.lower()) for name in names)
    return list(dict.fromkeys(name for name in known if name))


def _shifted(body: bytes, text: str, declared: list[str]) -> tuple[str, str]:
    """The seven-bit encodings, which look like ASCII; only where declared and used."""
    for name in declared:
        if name in _SHIFTED and _SHIFTED[name] in body:
            return body.decode(name, "replace"), name
    return text, "utf-8"


def _not_utf8(body: bytes, declared: list[str]) -> tuple[str, str]:
    if _mostly_utf8(body[:_SAMPLE]):
        return _mended(body), "utf-8"
    korean = _is_korean(body[:_SAMPLE])
    for name in declared:
        if name in _MULTIBYTE and (text := _strictly(body, name)) is not None:
            return text, name
        if name not in _MULTIBYTE and not korean:
            return body.decode(name, "replace"), name
    name = "cp949" if korean else next(iter(declared), "cp1252")
    return body.decode(name, "replace"), name


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeDecodeError:
        return None


def _mostly_utf8(sample: bytes) -> bool:
    """Whether the broken characters are few among the good ones, or the broken pieces among the good pieces."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(c > "\x7f" for c in text) - broken
    if good > 2 * broken:
        return True
    foreign = [piece for piece in _PIECE.findall(sample) if not piece.isascii()]
    whole = sum(_strictly(piece, "utf-8") is not None for piece in foreign)
    return whole * 3 > len(foreign)


def _mended(body: bytes) -> str:
    """UTF-8 with a few foreign pieces, as where feeds are pasted together: each piece between tags by itself."""
    pieces = []
    for piece in _PIECE.findall(body):
        text = _strictly(piece, "utf-8")
        if text is None and _is_korean(piece):
            text = _strictly(piece, "cp949")
        pieces.append(piece.decode("utf-8", "replace") if text is None else text)
    return "".join(pieces)


def _is_korean(sample: bytes) -> bool:
    """Whether, read as CP949, most of what isn't ASCII is Hangul and little of it is broken."""
    foreign = [c for c in sample.decode("cp949", "replace") if c > "\x7f"]
    hangul = sum("가" <= c <= "힣" for c in foreign)
    broken = foreign.count("\ufffd")
    return hangul > 0 and hangul * 2 >= len(foreign) and broken * 10 <= hangul
