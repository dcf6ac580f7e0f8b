"""`sokbo opml`: lists in, from a publisher that answers as it likes; lists out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from parts import http

from cli.opml import opml_
from feeds import opml
from feeds.opml import Outline

Run = Callable[..., Result]

FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{title}</title>
<item><title>금리 인하</title><link>https://a.example/{title}/1</link></item>
<item><title>환율 급등</title><link>https://a.example/{title}/2</link></item></channel></rss>"""


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path) -> Run:
    environ = {
        "SOKBO_DATA_DIR": str(tmp_path),
        "SOKBO_DATABASE_URL": sqlite_url,
        "SOKBO_ALLOW_ADDRESSES": "127.0.0.0/8",
        "SOKBO_REDIS_URL": "",
    }

    def run(*args: str, given: bytes | None = None) -> Result:
        return CliRunner(env=environ).invoke(opml_, args, input=given)

    return run


@pytest.fixture
def news(publisher: http.Server) -> http.Server:
    """Two feeds, and nothing else."""
    for title in ("one", "two"):
        publisher.pages[f"/{title}.xml"] = http.Page(FEED.format(title=title).encode(), "application/rss+xml")
    return publisher


def _list(*outlines: Outline) -> bytes:
    return opml.write(outlines, "mine")


def test_every_source_of_a_list_is_added_under_its_name_there(run: Run, news: http.Server) -> None:
    given = _list(Outline(news.url("/one.xml"), "가나일보", category="경제"), Outline(news.url("/two.xml"), "The Two"))
    done = run("import", "-", "--json", given=given)
    assert done.exit_code == 0, done.stderr
    told = [(o["state"], o["name"], o["headlines"]) for o in json.loads(done.stdout)]
    assert told == [("added", "가나일보", 2), ("added", "The Two", 2)]


def test_a_source_without_a_name_takes_that_of_its_document(run: Run, news: http.Server) -> None:
    given = f'<opml version="2.0"><body><outline xmlUrl="{news.url("/one.xml")}"/></body></opml>'.encode()
    assert "Source 1 'one': 2 headlines kept as history." in run("import", "-", given=given).stdout


def test_a_list_brought_twice_adds_nothing_and_asks_nobody(run: Run, news: http.Server) -> None:
    given = _list(Outline(news.url("/one.xml"), "one"))
    run("import", "-", given=given)
    news.asked.clear()
    again = run("import", "-", given=given)
    assert (again.exit_code, again.stdout) == (0, "1 sources: 0 added, 1 there, 0 left out.\n")
    assert news.asked == []


def test_what_cannot_be_read_is_told_and_the_rest_is_added(run: Run, news: http.Server) -> None:
    given = _list(
        Outline(news.url("/gone.xml"), "gone"),
        Outline("ftp://x", "x"),
        Outline("http://[::1", "y"),
        Outline(news.url("/one.xml"), "one"),
    )
    done = run("import", "-", given=given)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[-1] == "4 sources: 1 added, 0 there, 3 left out."
    assert len(done.stderr.splitlines()) == 3
    assert "404" in done.stderr


@pytest.mark.parametrize("given", [b"", b"no list", b"<html/>"])
def test_what_is_no_list_is_refused_in_one_line(run: Run, given: bytes) -> None:
    done = run("import", "-", given=given)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (65, "", 1)


def test_a_file_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    done = run("import", str(tmp_path / "none.opml"))
    assert done.exit_code == 2
    assert "none.opml" in done.stderr


def test_what_is_exported_is_imported(run: Run, news: http.Server) -> None:
    brought = [Outline(news.url("/one.xml"), "one"), Outline(news.url("/two.xml"), "two")]
    run("import", "-", given=_list(*brought))
    done = run("export", "--private")  # loopback is a private network
    assert opml.read(done.stdout_bytes) == brought
    assert run("export", "--private").stdout_bytes == done.stdout_bytes


def test_private_sources_are_exported_only_when_asked_for_and_then_whole(run: Run, news: http.Server) -> None:
    secret = news.url("/one.xml?token=s3cret")
    run("import", "-", given=_list(Outline(secret, "one")))
    assert opml.read(run("export").stdout_bytes) == []
    assert opml.read(run("export", "--private").stdout_bytes) == [Outline(secret, "one")]
