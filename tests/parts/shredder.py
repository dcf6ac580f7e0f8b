"""Documents that nobody sends on purpose: random bytes, damaged pages and feeds, senseless nestings. By seed."""

from __future__ import annotations

import random
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "corpus"
LARGEST = 48_000_000
SHREDS = (
    *(b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?xml ", b"\0", b"\xff", b"\xb0\xa1", b"\xed\xa0\x80"),
    *(b"<item>", b"</item>", b"<title>", b"</title>", b"<entry xmlns='x'>", b"<url>", b"<loc>", b"&#x0;", b"&lol;"),
    *(b'"', b"{", b"}", b"[", b'"items":', b"\\ud800", b"\x1b$B", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf"),
    *(b"<tr>", b"<td>", b"<a href='/x'>", b"</table>", b"<li>", b"2025.06.26", b"<base href='http://[::1'>", b" - "),
    *(b"<!DOCTYPE rss [<!ENTITY a '&b;'>", b"<script>", b"xml:base='//'", b"<link/>", b"Thu, 26 Jun 2025 14:03:00 KST"),
)
NAMES = (b"rss", b"channel", b"item", b"title", b"link", b"feed", b"entry", b"urlset", b"url", b"div", b"table", b"td")


def documents() -> list[bytes]:
    """What the mutations begin with: every document of the corpus."""
    paths = sorted(path for folder in ("feeds", "boards") for path in (CORPUS / folder).iterdir())
    return [path.read_bytes() for path in paths if path.name != "manifest.json" and path.stat().st_size < 1_000_000]


def shredded(chance: random.Random, whole: list[bytes]) -> bytes:
    """One document made of chance."""
    kind = chance.random()
    if kind < 0.15:
        return chance.randbytes(chance.randrange(4000))
    if kind < 0.3:
        return b"".join(chance.choice(SHREDS) for _ in range(chance.randrange(400)))
    if kind < 0.5:
        return _nested(chance)
    return _damaged(chance, chance.choice(whole), chance.choice(whole))


def _nested(chance: random.Random) -> bytes:
    """Elements within elements, some of them ten thousand deep, closed or not."""
    parts = [b"<rss><channel>" if chance.random() < 0.5 else b"<html><body>"]
    for _ in range(chance.randrange(1, 30)):
        name = chance.choice(NAMES)
        times = chance.choice((1, 2, 5, 300, 10_000))
        parts.append(b"<" + name + b">")
        parts[-1] *= times
        parts.append(chance.choice(SHREDS))
        parts.append((b"</" + name + b">") * chance.choice((0, 1, times)))
    return b"".join(parts)


def _damaged(chance: random.Random, document: bytes, other: bytes) -> bytes:
    body = bytearray(document)
    for _ in range(chance.randrange(1, 20)):
        at = chance.randrange(len(body) + 1)
        match chance.randrange(6):
            case 0:
                body[at : at + chance.randrange(1, 80)] = b""
            case 1:
                body[at:at] = chance.choice(SHREDS)
            case 2:
                body[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                body[at:at] = body[at : at + chance.randrange(1, 200)] * chance.choice((1, 2, 3, 200))
            case 4:
                start = chance.randrange(len(other) + 1)
                body[at:at] = other[start : start + chance.randrange(1, 2000)]
            case _:
                del body[at : at + chance.choice((1, 2, 100_000))]
    return bytes(body)


_HEAD, _ITEM = b"<rss><channel><title>x</title>", "<item><title>나루역 멈춤</title><link>/a/1</link></item>".encode()
GIANTS = {
    "items": (_HEAD, _ITEM),
    "broken items": (_HEAD, _ITEM + b"&<"),
    "Korean items": (_HEAD, "<item><title>나루역 멈춤</title></item>".encode("cp949")),
    "items within items": (_HEAD, b"<item>"),
    "empty elements": (_HEAD, b"<a/>"),
    "depth": (_HEAD, b"<a>"),
    "one text": (_HEAD + b"<item><title>", "가나다 ".encode()),
    "one Korean text": (_HEAD + b"<item><title>", "가나다 ".encode("cp949")),
    "one attribute": (_HEAD + b"<item a='", b"x"),
    "attributes": (_HEAD + b"<item ", b"a='x' "),
    "ampersands": (_HEAD + b"<item><title>", b"&"),
    "escapes": (_HEAD + b"<item><title>", b"&amp;"),
    "sections": (_HEAD + b"<item><title>", b"<![CDATA[x</title>"),
    "comments": (_HEAD, b"<!--"),
    "whole comments": (b"", b"<!-- <rss> -->"),
    "entities": (b"<!DOCTYPE rss [", b"<!ENTITY a 'b'>"),
    "brackets": (b"", b"<"),
    "pieces": (_HEAD, "<t>가나다</t>".encode() + b"<t>\xb0\xa1</t>"),
    "JSON": (b'{"version":"https://jsonfeed.org/version/1.1","items":[', b'{"id":"1","title":"a"},'),
    "objects": (b'{"items":[', b'{"a":{}},'),
    "depth of JSON": (b'{"items":', b"["),
    "addresses": (b"<urlset>", b"<url><loc>https://n.example/1</loc><news><title>a</title></news></url>"),
    "rows": (b"<html><table>", "<tr><td><a href='/v?id=1'>나루역 멈춤</a></td><td>2025.06.26</td></tr>".encode()),
    "links": (b"<html>", b"<a href='/x/1'>some long title here</a> "),
    "blocks": (b"<html>", b"<div>"),
    "NULs": (b"", b"\0"),
}
"""Documents all of one thing: how each begins, and what it repeats."""


def giant(name: str) -> bytes:
    """The document of that name, as large as a poll lets in."""
    start, unit = GIANTS[name]
    return start + unit * ((LARGEST - len(start)) // len(unit))
