"""A search at Naver on a whole line: asked with the key, read, kept within the day, and told of where it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from parts import http, naver
from parts.line import SEOUL, Desk, open_desk
from parts.naver import KEY, SECRET, Naver
from sqlalchemy import delete, select, update

from sokbo.database import now_ms
from sokbo.model import Kind, Precision, Source
from sokbo.options import Options
from sokbo.queries import budgets, claims, rests, sources, troubles
from sokbo.tables import rests as rests_table
from sokbo.tables import sources as table
from worker import backfill, first_read, poll
from worker.first_read import FirstReadError
from worker.naver import account
from worker.naver.account import day
from worker.naver.refusal import today

Open = Callable[..., Desk]


@pytest.fixture
def search() -> Iterator[Naver]:
    with naver.search() as running:
        yield running


@pytest.fixture
def opened(database_url: str, tmp_path: Path, search: Naver) -> Iterator[Open]:
    """Opens a desk that has a key."""
    desks: list[Desk] = []

    def start(**environ: str) -> Desk:
        desks.append(open_desk(database_url, tmp_path, **search.settings(**environ)))
        return desks[-1]

    yield start
    for one in desks:
        one.close()


def add(desk: Desk, url: str, every_s: float | None = None) -> int:
    line, at = desk.line, datetime.now(UTC)
    looked = first_read.look(url, line.guard, SEOUL, at, naver=line.naver)
    return first_read.add(line.database, line.vault, looked, at, every_s=every_s).source


def refused(desk: Desk, url: str) -> str:
    with pytest.raises(FirstReadError) as caught:
        add(desk, url)
    return str(caught.value)


def source(desk: Desk, number: int) -> Source:
    found: Source = desk.read(sources.one, number)
    return found


def spent(desk: Desk) -> int:
    return int(desk.read(budgets.used, "naver", today(datetime.now(UTC))))


def titles(desk: Desk, number: int) -> list[str]:
    return [h.title for h in desk.history(number)]


def rested(desk: Desk) -> None:
    """All rests are over."""
    desk.write(lambda connection: connection.execute(delete(rests_table)))
    desk.line.rests.forget()


def many(search: Naver, count: int, of: str = "금리") -> None:
    for _ in range(count):
        search.write(f"{of} 소식 {len(search.articles)}", f"https://www.mk.co.kr/news/{len(search.articles)}")


# --- what is asked and read -------------------------------------------------------------------------------------------


def test_a_search_is_added_like_any_address_and_its_results_are_history(opened: Open, search: Naver) -> None:
    search.write('"금리" 동결 & <인터뷰>', "https://www.yna.co.kr/view/AKR1", ago=timedelta(minutes=5))
    desk = opened()
    number = add(desk, "naver:  금리   동결 ")
    (headline,) = desk.history(number)
    assert headline.title == '"금리" 동결 & <인터뷰>'
    assert (headline.url, headline.outlet) == ("https://www.yna.co.kr/view/AKR1", "연합뉴스")
    assert (headline.precision, headline.news, headline.private) == (Precision.MINUTE, False, False)
    assert search.calls == [{"query": "금리 동결", "display": "100", "start": "1", "sort": "date"}]
    found = source(desk, number)
    assert (found.url, found.name, found.kind) == ("naver:금리 동결", "네이버: 금리 동결", Kind.SEARCH)
    assert "already" in refused(desk, "NAVER:금리 동결")


def test_what_comes_later_is_news_and_is_known_by_its_own_address(opened: Open, search: Naver) -> None:
    search.write("금리 동결", "https://www.hani.co.kr/1.html")
    desk = opened()
    number = add(desk, "naver:금리")
    search.write("금리 인하", "https://newsworks.example/2", on_naver=False)
    search.articles[0].on_naver = False  # its copy at Naver is gone, it is the same article
    desk.poll()
    desk.poll()
    assert [(h.title, h.outlet, h.news) for h in desk.history(number)] == [
        ("금리 동결", "한겨레", False),
        ("금리 인하", "newsworks.example", True),
    ]
    assert spent(desk) == len(search.calls) == 3


def test_a_page_of_nothing_known_is_turned_until_something_is(opened: Open, search: Naver) -> None:
    many(search, 30)
    desk = opened()
    number = add(desk, "naver:금리")
    many(search, 270)
    desk.poll()
    assert len(titles(desk, number)) == 300
    assert [call["start"] for call in search.calls] == ["1", "1", "101", "201"]
    assert spent(desk) == 4


def test_a_search_goes_by_the_sources_own_proxy(opened: Open, search: Naver) -> None:
    search.write("금리 동결", "https://a.example/1")
    desk = opened(SOKBO_NAVER_URL="http://openapi.example")
    line, at = desk.line, datetime.now(UTC)
    with http.server() as proxy:
        proxy.answer = lambda asked: search.answer(
            replace(asked, path=asked.path.removeprefix("http://openapi.example"))
        )
        by = Options(proxy=proxy.url("").rstrip("/"))
        looked = first_read.look("naver:금리", line.guard, SEOUL, at, by, naver=line.naver)
        number = first_read.add(line.database, line.vault, looked, at).source
        search.write("금리 인하", "https://a.example/2")
        desk.poll()
    assert titles(desk, number) == ["금리 동결", "금리 인하"]
    assert all(asked.path.startswith("http://openapi.example/v1/search/news.json?") for asked in proxy.asked)


def test_a_page_whose_titles_and_copies_all_changed_leaves_no_gap(opened: Open, search: Naver) -> None:
    many(search, 100)
    desk = opened()
    add(desk, "naver:금리")
    for article in search.articles:
        article.title, article.on_naver = f"{article.title} (종합)", False
    desk.poll()
    assert [call["start"] for call in search.calls] == ["1", "1"]


def test_pages_end_with_the_thousandth_result(opened: Open, search: Naver) -> None:
    many(search, 20)
    desk = opened()
    add(desk, "naver:금리")
    search.articles.clear()
    many(search, 1500)
    desk.poll()
    assert [int(call["start"]) for call in search.calls[1:]] == list(range(1, 1001, 100))


def test_where_a_further_page_fails_what_came_is_kept(opened: Open, search: Naver) -> None:
    many(search, 30)
    desk = opened()
    number = add(desk, "naver:금리")
    many(search, 270)
    search.quota = 3
    desk.poll()
    assert source(desk, number).last_error is None
    assert len(titles(desk, number)) + (100 if source(desk, number).held else 0) >= 130


def test_the_past_is_turned_over_page_by_page(opened: Open, search: Naver) -> None:
    many(search, 250)
    desk = opened()
    number = add(desk, "naver:금리")
    told: list[backfill.Turned] = []
    ending = backfill.turn_over(desk.line, number, 9, None, told.append)
    assert (ending, [page.new for page in told]) == (backfill.Ending.LAST, [100, 50])
    assert len(desk.history(number)) == 250
    assert all(SECRET not in page.url and KEY not in page.url for page in told)


# --- the day's calls --------------------------------------------------------------------------------------------------


def test_the_interval_is_what_the_days_calls_allow(opened: Open, search: Naver) -> None:
    desk = opened(SOKBO_NAVER_DAILY="24000", SOKBO_POLL_MIN="1s", SOKBO_POLL_MAX="1d")
    many(search, 100, "금리")
    search.write("희소식", "https://a.example/1", ago=timedelta(days=3))
    busy, quiet = add(desk, "naver:금리"), add(desk, "naver:희소식")
    desk.drain()
    desk.poll()
    at = datetime.now(UTC)
    waits = desk.read(day, desk.line.settings, at).waits
    assert waits[busy] < waits[quiet]
    for number in (busy, quiet):
        kept = source(desk, number)
        assert kept.every_s is None
        assert kept.interval_s == pytest.approx(waits[number], rel=0.2)


@pytest.mark.parametrize(
    ("count", "span", "an_hour"),
    [(100, timedelta(hours=2), 50), (100, timedelta(seconds=1), 6000), (1, timedelta(seconds=1), 1 / 24),
     (48, timedelta(hours=3), 2), (48, timedelta(days=2), 1)],
)  # fmt: skip
def test_a_yield_is_judged_by_a_full_page_or_by_a_day(count: int, span: timedelta, an_hour: float) -> None:
    assert account.an_hour(count, span) == pytest.approx(an_hour)


def test_when_the_days_calls_are_used_up_nobody_is_asked_until_tomorrow(opened: Open, search: Naver) -> None:
    search.write("금리 동결", "https://a.example/1")
    desk = opened(SOKBO_NAVER_DAILY="2")
    number = add(desk, "naver:금리")
    desk.poll()
    desk.poll()
    assert spent(desk) == len(search.calls) == 2
    rested = source(desk, number)
    assert "today's calls are used up" in (rested.last_error or "")
    assert "calls are used up" in refused(desk, "naver:환율")
    assert len(search.calls) == 2


def test_a_quota_that_naver_says_is_over_rests_every_search(opened: Open, search: Naver) -> None:
    search.write("금리 환율 동결", "https://a.example/1")
    desk = opened()
    numbers = [add(desk, "naver:금리"), add(desk, "naver:환율")]
    search.quota = 2
    with desk.line.database.write() as connection:
        connection.execute(update(table).where(table.c.id == numbers[1]).values(due=now_ms() + 3_600_000))
        connection.execute(update(table).where(table.c.id == numbers[0]).values(due=now_ms()))
    poll.until(desk.line, lambda: bool(desk.read(rests.current)))
    (rest,) = desk.read(rests.current)
    assert (rest.host, "used up" in rest.why) == ("naver", True)
    assert rest.left_s <= 3_600
    calls = len(search.calls)
    desk.write(lambda connection: connection.execute(update(table).values(due=now_ms())))
    over = desk.line.rests
    over.forget()
    poll.until(desk.line, lambda: desk.read(claims.next_due_ms) != 0)
    assert len(search.calls) == calls
    assert "used up" in (source(desk, numbers[1]).last_error or "")
    assert source(desk, numbers[1]).failures == 0


# --- errors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "says", "least_s"),
    [
        ((401, "024"), "SOKBO_NAVER_CLIENT_ID", 600),
        ((403, "028"), "the key may not search", 600),
        ((429, "012"), "slow down", 5),
        ((400, "SE01"), "does not take this search", 3600),
        ((400, "SE06"), "can't read this search", 3600),
        ((404, "SE05"), "SOKBO_NAVER_URL", 600),
        ((500, "SE99"), "trouble of its own", 60),
        ((418, "X9"), "Naver says no (X9)", 600),
    ],
)
def test_each_error_says_what_to_do_and_is_not_asked_again_too_soon(
    opened: Open, search: Naver, error: tuple[int, str], says: str, least_s: float
) -> None:
    search.write("금리 동결", "https://a.example/1")
    desk = opened()
    number = add(desk, "naver:금리")
    search.errors = [error]
    desk.poll()
    failed = source(desk, number)
    assert says in (failed.last_error or "")
    assert failed.interval_s >= least_s
    assert (failed.failures, failed.state) == (1, "active")


def test_a_key_that_is_taken_back_is_told_of_once_whatever_is_searched_for(opened: Open, search: Naver) -> None:
    search.write("금리 환율 지진", "https://a.example/1")
    desk = opened()
    numbers = [add(desk, f"naver:{word}") for word in ("금리", "환율", "지진")]
    search.errors = [(401, "024")] * 99
    for _ in range(6):
        rested(desk)
        desk.poll()
    assert len(desk.read(troubles.current)) == 1
    assert all("024" in (source(desk, number).last_error or "") for number in numbers)
    search.errors = []
    rested(desk)
    desk.poll()
    assert not desk.read(troubles.current)


def test_one_search_that_is_refused_leaves_the_others_alone(opened: Open, search: Naver) -> None:
    search.write("금리 환율", "https://a.example/1")
    desk = opened()
    numbers = [add(desk, "naver:금리"), add(desk, "naver:환율")]
    search.errors = [(400, "SE01")]
    desk.poll()
    assert sorted(source(desk, number).failures for number in numbers) == [0, 1]
    assert not desk.read(rests.current)


def test_naver_s_api_hub_is_asked_in_its_own_way(opened: Open, search: Naver) -> None:
    search.hub = True
    search.write("금리 동결", "https://a.example/1")
    desk = opened()
    number = add(desk, "naver:금리")
    search.write("금리 인하", "https://a.example/2")
    desk.poll()
    assert titles(desk, number) == ["금리 동결", "금리 인하"]
    assert "Naver says no (200): it does not know the key" in refused(
        opened(SOKBO_NAVER_CLIENT_SECRET="wrong"), "naver:환율"
    )


def test_a_wrong_key_is_said_when_a_search_is_added_and_is_not_shown(opened: Open) -> None:
    desk = opened(SOKBO_NAVER_CLIENT_SECRET="quite-wrong")
    said = refused(desk, "naver:금리")
    assert "024" in said
    assert "check SOKBO_NAVER_CLIENT_ID" in said
    assert "quite-wrong" not in said


def test_without_a_key_it_says_where_to_get_one(opened: Open, search: Naver) -> None:
    desk = opened(SOKBO_NAVER_CLIENT_ID="")
    assert "developers.naver.com" in refused(desk, "naver:금리")
    assert not search.calls


@pytest.mark.parametrize("address", ["naver:", "naver:   ", "naver:" + "가" * 201, "naver:금\x07리"])
def test_what_is_no_search_is_refused_in_one_line(opened: Open, search: Naver, address: str) -> None:
    assert len(refused(opened(), address).splitlines()) == 1
    assert not search.calls


def test_a_redirect_takes_the_key_nowhere(opened: Open, search: Naver) -> None:
    with http.server() as other:
        search.server.answer = lambda _: http.Page(status=302, headers={"Location": other.url("/")})
        assert "Naver says no (302)" in refused(opened(), "naver:금리")
        assert not other.asked


def test_neither_key_nor_secret_is_in_the_database(opened: Open, search: Naver) -> None:
    search.write("금리 동결", "https://a.example/1")
    desk = opened()
    number = add(desk, "naver:금리")
    rows = desk.read(lambda connection: connection.execute(select(table).where(table.c.id == number)).all())
    assert SECRET not in repr(rows)
    assert KEY not in repr(rows)
