"""Bytes to text: by the zeros of wide characters, by what the bytes themselves show, by what is declared.

Never fails: what can't be is U+FFFD. Declarations are often wrong (a server's default, a page that moved to UTF-8), so
valid UTF-8 wins over all of them, and bytes that read well in an Eastern tongue win over a Western declaration.
"""

from __future__ import annotations

import codecs
import re
from io import StringIO

from worker.read import tongue

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:-]{2,40})|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 16_384
_WIDE_WITHIN = 512

_LABELS = {
    # CP949 is a superset of EUC-KR, and who declares one writes the other.
    "cp949": "euc-kr euckr x-euc-kr cseuckr cp949 ms949 x-ms949 uhc x-uhc windows-949 x-windows-949 korean"
    " ks-c-5601-1987 ks-c-5601-1989 ks-c-5601 ksc5601 ksc-5601 ks-x-1001 iso-ir-149",
    "cp932": "shift-jis shiftjis csshiftjis sjis x-sjis ms-kanji ms932 windows-31j windows-932 cswindows31j cp932",
    "gb18030": "gb2312 gb-2312-80 x-gb2312 gbk x-gbk gb18030 cp936 ms936 windows-936 euc-cn euccn chinese csgb2312",
    "euc_jp": "euc-jp eucjp x-euc-jp x-euc ujis",
    "big5hkscs": "big5 big-5 big5-hkscs cn-big5 x-x-big5 csbig5 cp950 ms950 windows-950",
    "iso2022_kr": "iso-2022-kr csiso2022kr",
    "iso2022_jp_2": "iso-2022-jp csiso2022jp iso-2022-jp-1 iso-2022-jp-2",
    "cp1252": "iso-8859-1 iso8859-1 latin1 latin-1 l1 us-ascii ascii windows-1252 cp1252 x-cp1252 ansi",
    "johab": "johab cp1361",
    "koi8-r": "koi8-r koi8 koi",
    "koi8-u": "koi8-u",
    "cp866": "ibm866 cp866",
    "mac_roman": "macintosh x-mac-roman mac",
    **{f"cp{n}": f"windows-{n} cp{n} x-cp{n}" for n in (874, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)},
    **{f"iso8859-{n}": f"iso-8859-{n} iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
_MULTIBYTE = {*tongue.CODECS, "johab"}
_SHIFTS = re.compile(rb"\x1b\$[@B]|\x1b\$\)C")
_PIECE = re.compile(rb"<?[^<]*")
_SAMPLE = 65_536
_CUT_OFF = "unexpected end of data"
"""What the decoder says of bytes that are UTF-8 but for a last character of which only the beginning is there."""
_WINDOWS = {n: bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0xA0)}


def decode(body: bytes, content_type: str | None) -> tuple[str, str]:
    """The text, and the name of the encoding it was read in (`cp949` for all kinds of EUC-KR)."""
    if wide := _wide(body):
        return body.decode(wide, "replace").lstrip("\ufeff"), wide
    body = _unmarked(body)
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        if error.reason != _CUT_OFF:
            return _not_utf8(body, _declared(body, content_type))
        text = body[: error.start].decode()
    if b"\x1b$" in body and text.isascii() and (shift := _SHIFTS.search(body)):
        name = "iso2022_kr" if shift[0].endswith(b"C") else "iso2022_jp_2"
        return body.decode(name, "replace"), name
    return text, "utf-8"


def from_windows(text: str) -> str:
    """The text, control characters of ISO 6429 taken for what Windows has in their places (`&#145;` is a quote)."""
    return text if text.isprintable() else text.translate(_WINDOWS)


def _wide(body: bytes) -> str | None:
    """UTF-16 or UTF-32: markup's zeros say so, and which end comes first; where they are unclear, its mark does."""
    head = body[:_WIDE_WITHIN]
    if b"\0" not in head:
        return None
    places = [head[place::4].count(0) * 4 / len(head) for place in range(4)]
    if len(head) >= 8:
        if min(places[2:]) > 0.9:
            return "utf-32-le"
        if min(places[:2]) > 0.9:
            return "utf-32-be"
        even, odd = places[0] + places[2], places[1] + places[3]
        if max(even, odd) > 0.3 and min(even, odd) * 4 < max(even, odd):
            return "utf-16-le" if odd > even else "utf-16-be"
    return next((name for mark, name in _MARKS if body.startswith(mark)), None)


def _unmarked(body: bytes) -> bytes:
    """Without marks in front, true or not: what is wide has been told by now."""
    while body.startswith(codecs.BOM_UTF8):
        body = body[3:]
    return body[2:] if body.startswith((codecs.BOM_UTF16_LE + b"<", codecs.BOM_UTF16_BE + b"<")) else body


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """The codecs declared, the document's own before the server's."""
    names = [(m[1] or m[2]).decode("ascii") for m in _DECLARED.finditer(body[:_DECLARED_WITHIN])]
    if header := _HEADER.search(content_type or ""):
        names.append(header[1])
    known = (_CODECS.get(name.lower().replace("_", "-")) for name in names)
    return list(dict.fromkeys(name for name in known if name))


def _not_utf8(body: bytes, declared: list[str]) -> tuple[str, str]:
    sample = body[:_SAMPLE]
    if _mostly_utf8(sample):
        return _mended(body), "utf-8"
    name = tongue.of(sample, declared)
    if name is None:
        fitting = (d for d in declared if d not in _MULTIBYTE or _strictly(body, d) is not None)
        name = next(fitting, None) or next(iter(declared), "cp1252")
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
    mended = StringIO()  # a list of as many pieces would take ten times their room
    for found in _PIECE.finditer(body):
        text = _strictly(found[0], "utf-8")
        mended.write(_foreign(found[0]) if text is None else text)
    return mended.getvalue()


def _foreign(piece: bytes) -> str:
    """A piece that isn't UTF-8: Korean, Latin, or UTF-8 with a broken character."""
    if (halves := _halves(piece)) is not None:
        return halves
    if tongue.is_korean(piece[:_SAMPLE]):
        return piece.decode("cp949", "replace")
    text = piece.decode("utf-8", "replace")
    if any("\x7f" < c != "\ufffd" for c in text):
        return text
    return piece.decode("cp1252", "replace") if sum(map(str.isalpha, text)) >= 3 * text.count("\ufffd") else text


def _halves(piece: bytes) -> str | None:
    """CESU-8: characters above U+FFFF written as two halves of three bytes each; None where it is something else."""
    try:
        text = piece.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
