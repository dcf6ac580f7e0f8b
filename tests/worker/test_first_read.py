"""A person pastes an address: what is there becomes history, and whatever is wrong is one line and leaves nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.line import SEOUL, Desk
from parts.sockets import free_port
from sqlalchemy import select

from sokbo.guard import Guard
from sokbo.model import SourceState
from sokbo.queries import sources
from sokbo.tables import sources as table
from worker import first_read
from worker.first_read import AlreadyThere, FirstReadError

OLD, NEW = Item(1, "나루은행 새 행장 선임"), Item(2, "가온시 앞바다서 지진")
HERE = Guard((ip_network("127.0.0.0/8"),))
LOGIN = "<!doctype html><title>로그인</title><form><input name=id><input name=pw type=password></form>"
ARTICLE = "<!doctype html><title>기사</title><article><h1>예산안 통과</h1><p>의회가 예산안을 통과시켰다.</p></article>"


def refused(desk: Desk, url: str) -> FirstReadError:
    """Why the address is no source; that nothing was written."""
    with pytest.raises(FirstReadError) as caught:
        desk.add_source(url)
    assert desk.read(sources.every) == []
    assert "\n" not in str(caught.value)
    return caught.value


def test_what_is_there_now_is_history_in_the_order_in_which_it_came(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([NEW, OLD])
    number = desk.add_source(publisher.url("/rss"))
    assert [(h.title, h.news) for h in desk.history(number)] == [(OLD.title, False), (NEW.title, False)]
    (added,) = desk.read(sources.every)
    assert (added.name, added.read_once, added.private) == ("가온일보", True, False)


@pytest.mark.parametrize("text", ["", "http://", "ftp://news.example/rss", "http://a b/", "http://[::1/"])
def test_what_is_no_address_is_refused_before_anybody_is_asked(desk: Desk, text: str) -> None:
    assert refused(desk, text).kind == "usage"


def test_an_address_that_leads_nowhere_is_no_source(desk: Desk, publisher: http.Server) -> None:
    assert "answers 404" in str(refused(desk, publisher.url("/nothing")))
    refused(desk, f"http://127.0.0.1:{free_port()}/rss")
    refused(desk, "http://nobody.invalid/rss")


@pytest.mark.parametrize("page", [LOGIN, ARTICLE, "<!doctype html><title>빈 곳</title>"])
def test_a_page_without_a_listing_is_no_source(desk: Desk, publisher: http.Server, page: str) -> None:
    publisher.pages["/"] = http.Page(page.encode(), "text/html; charset=utf-8")
    assert refused(desk, publisher.url("/")).kind == "unreadable"


def test_what_is_no_document_is_no_source(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/"] = http.Page(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png")
    assert refused(desk, publisher.url("/")).kind == "unreadable"


def test_one_address_is_one_source_however_it_is_written(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"))
    for again in (publisher.url("/rss"), publisher.url("/rss").replace("http:", "HTTP:"), publisher.url("/rss#top")):
        with pytest.raises(AlreadyThere) as caught:
            desk.add_source(again)
        assert caught.value.source.id == number
    assert len(desk.history(number)) == 1


def test_a_private_address_is_refused_unless_the_operator_opened_it(publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    with pytest.raises(FirstReadError):
        first_read.look(publisher.url("/rss"), Guard(), SEOUL, datetime.now(UTC))
    assert publisher.asked == []
    assert first_read.look(publisher.url("/rss"), HERE, SEOUL, datetime.now(UTC)).document.entries


@pytest.mark.parametrize("secret", ["rss?key=s3cret", "rss?api_key=s3cret&page=1", "rss?Token=s3cret"])
def test_a_key_in_the_address_makes_it_private_and_is_kept_sealed(
    desk: Desk, publisher: http.Server, secret: str
) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url(f"/{secret}"))
    kept(desk, number, publisher.url(f"/{secret}"))
    assert all(h.private for h in desk.history(number))


def test_a_password_in_the_address_is_used_and_is_kept_sealed(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    whole = publisher.url("/rss").replace("//", "//me:s3cret@")
    number = desk.add_source(whole)
    kept(desk, number, whole)
    desk.poll()
    assert [asked.headers.get("authorization") for asked in publisher.asked] == ["Basic bWU6czNjcmV0"] * 2


def kept(desk: Desk, number: int, whole: str) -> None:
    """That the source is private, and that its row shows the secret to nobody without the key."""
    with desk.line.database.read() as connection:
        row = connection.execute(select(table).where(table.c.id == number)).one()
    assert row.private
    assert "s3cret" not in repr(tuple(row))
    assert desk.line.vault.open(row.sealed_url) == whole


def test_a_source_that_was_removed_comes_back_with_what_it_had_and_as_it_is_wanted_now(
    desk: Desk, publisher: http.Server
) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"))
    desk.write(sources.remove, number)
    assert desk.read(sources.every) == []
    assert desk.add_source(publisher.url("/rss"), name="another name") == number
    (back,) = desk.read(sources.every)
    assert (back.state, back.name) == (SourceState.ACTIVE, "another name")
    assert [h.title for h in desk.history(number)] == [OLD.title]


def test_what_came_while_a_source_was_off_the_list_is_history_too(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"))
    desk.write(sources.remove, number)
    publisher.pages["/rss"] = feeds.rss([NEW, OLD])
    desk.add_source(publisher.url("/rss"))
    desk.poll()
    assert [(h.title, h.news) for h in desk.history(number)] == [(OLD.title, False), (NEW.title, False)]
