"""No bytes make reading raise anything but `Unreadable`, nor take long, nor reach for anything outside."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sokbo.model import Document
from worker.read import Unreadable, read

Reading = Callable[..., Document]
CORPUS = Path(__file__).parents[2] / "corpus"
DOCUMENTS = [
    path.read_bytes()
    for path in sorted([*(CORPUS / "feeds").iterdir(), *(CORPUS / "boards").iterdir()])
    if path.suffix in {".xml", ".html"} or path.name == "jsonfeed.json"
]
SEOUL = ZoneInfo("Asia/Seoul")
SHREDS = [
    *(b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?xml ", b"\0", b"\xff", b"\xb0\xa1", b"\xed\xa0\x80"),
    *(
        b"<item>",
        b"</item>",
        b"<title>",
        b"</title>",
        b"<entry xmlns='x'>",
        b"&#x0;",
        b"&#xFFFF;",
        b"&lol;",
        b'"',
        b"{",
    ),
    *(
        b"<tr>",
        b"<td>",
        b"<a href='/x'>",
        b"</table>",
        b"<li>",
        b"2025.06.26",
        b"<base href='http://[::1'>",
        b"\\ud800",
    ),
]


def survives(body: bytes) -> None:
    """Reads to something that can be stored and shown, or is refused in one line."""
    now = datetime(2025, 6, 26, 15, tzinfo=SEOUL)
    try:
        document = read(body, url="https://news.example/list", content_type=None, at=now, zone=SEOUL)
    except Unreadable as error:
        refusal = str(error)
    else:
        storable(document)
        return
    assert len(refusal.splitlines()) == 1


def storable(document: Document) -> None:
    """Everything in it can be written as JSON and to a database."""
    orjson.dumps(document)
    for entry in document.entries:
        assert entry.title == " ".join(entry.title.split())
        assert entry.title
        assert entry.url is None or entry.url.startswith(("http://", "https://"))
        assert "\0" not in f"{entry.guid}{entry.author}{entry.outlet}{entry.url}"
        assert -(2**63) <= entry.fingerprint < 2**63


@given(st.binary(max_size=400))
def test_any_bytes(body: bytes) -> None:
    survives(body)


@given(st.lists(st.sampled_from(SHREDS) | st.binary(max_size=6), max_size=60))
def test_any_heap_of_markup(shreds: list[bytes]) -> None:
    survives(b"".join(shreds))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(DOCUMENTS), st.integers(0, 2**32))
def test_any_damage_to_a_real_document(document: bytes, seed: int) -> None:
    chance = random.Random(seed)
    body = bytearray(document)
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(body) + 1)
        match chance.randrange(4):
            case 0:
                body[at : at + chance.randrange(1, 60)] = b""
            case 1:
                body[at:at] = chance.choice(SHREDS)
            case 2:
                body[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                end = at + chance.randrange(1, 200)
                body[at:at] = body[at:end] * chance.randrange(1, 4)
    survives(bytes(body[: chance.randrange(len(body) + 1)] if chance.random() < 0.3 else body))


BOMBS = {
    "entities": b'<!DOCTYPE z [<!ENTITY a "'
    + b"ha" * 40
    + b'">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 20) for n in range(1, 20))
    + b"]><rss><channel><item><title>x &a19;</title></item></channel></rss>",
    "elements": b"<rss><channel><item>" + b"<q>" * 300_000,
    "entries in entries": b"<rss><channel>" + b"<item>" * 200_000,
    "blocks": b"<html>" + b"<div>" * 300_000 + b"<a href=x>x</a>",
    "tables": b"<html>" + b"<table><tr><td>" * 100_000,
    "crossed": b"<html>" + b"<b>x</p>" * 200_000,
    "links": b"<html>" + b"<a href='/x'>some long title here</a>" * 60_000,
    "stray ends": b"<rss><channel><item><title>" + b"a</x>" * 300_000,
    "attribute": b"<rss><channel><item a='" + b"x" * 12_000_000 + b"'><title>x</title></item></channel></rss>",
    "comments": b"<rss><channel>" + b"<!--" * 500_000,
    "sections": b"<rss><item><title>" + b"<![CDATA[" * 300_000,
    "instructions": b"<?xml " * 300_000 + b"<rss>",
    "brackets": b"<" * 2_000_000,
    "json": b'{"items": ' + b"[" * 500_000,
    "ampersands": b"<rss><channel><item><title>" + b"&amp;" * 1_000_000 + b"</title></item></channel></rss>",
    "korean": b"<rss><channel><item><title>" + "물&길".encode("cp949") * 1_000_000,
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", BOMBS)
def test_what_is_made_to_hurt_takes_seconds_at_most(name: str) -> None:
    survives(BOMBS[name])


def test_no_file_and_no_address_is_ever_opened(reading: Reading, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret text")
    for declared in (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', f'<!ENTITY % p SYSTEM "{secret.as_uri()}">%p;'):
        document = reading(
            f"<!DOCTYPE rss [{declared}]><rss><channel><item><title>t &x;</title></item></channel></rss>"
        )
        assert "secret text" not in repr(document)
    included = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}" parse="text"/>'
    document = reading(f"<rss><channel><item><title>t {included}</title></item></channel></rss>")
    assert [e.title for e in document.entries] == ["t"]
