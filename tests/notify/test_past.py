"""A rule on what is there: the index loses nothing that a look at every title finds, and an estimate says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from notify import past
from notify.backtest import days
from notify.knowledge import shipped
from notify.match import match
from notify.rule import parse
from notify.subject import Facts
from sokbo.database import Database
from sokbo.queries import bigrams, facts, sources
from sokbo.queries.bigrams import Titled
from sokbo.tables import headlines
from sokbo.tables import sources as of_sources

KNOWS = shipped()
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
TITLES = [
    "한은, 기준금리 0.25%p 인하",
    "[속보] 삼성전자 노조 파업 돌입",
    "삼성전자, 3분기 영업익 9조",
    "가온시 앞바다서 규모 5.1 지진",
    "금리 인하에 은행주 약세",
    "Fed approves a rate cut",
    "美 금리 동결…연준 “인하 서두르지 않아”",
    "KTX 탈선, KT 통신 장애",
    "배추값 한 달 새 두 배",
]
RULES = [
    "금리", "인하", "금리 인하", '"금리 인하"', "삼성전자 -노조", "지진 | 파업", "배", "KT", "approve",
    "=금리", "(지진 | 금리) -美", "속보", "5.1", "없는말", "미국 금리",
    "금리 near:2 인하", "outlet:F 금리", "/[0-9]\\.[0-9]/", "label:속보",
    "한국은행",
]  # fmt: skip


def keep(database: Database, titles: list[str], *, indexed: bool = True) -> None:
    with database.write() as connection:
        connection.execute(of_sources.delete())
        of = sources.add(connection, url="http://h/f", url_key=1, sealed_url=None, name="f", outlet="F", every_s=None,
                         interval_s=60, private=False)  # fmt: skip
        rows = [
            {"id": n, "source_id": of, "ident": n, "title": title, "outlet": "F", "labels": [], "precision": "none",
             "seen": NOW - timedelta(hours=len(titles) - n), "private": False, "news": True, "pending": False, "seq": n}
            for n, title in enumerate(titles, 1)
        ]  # fmt: skip
        connection.execute(insert(headlines), rows)
        if indexed:
            bigrams.put(connection, [Titled(n, title, NOW) for n, title in enumerate(titles, 1)])


@pytest.mark.parametrize("indexed", [True, False])
def test_a_search_finds_what_a_look_at_every_title_finds(database: Database, indexed: bool) -> None:
    keep(database, TITLES, indexed=indexed)
    if not indexed:
        with database.write() as connection:
            facts.put(connection, bigrams.FACT, f"{bigrams.EDITION} {len(TITLES)}")
    with database.read() as connection:
        for text in RULES:
            rule = parse(text)
            beside = Facts("F", "", "1", day=NOW.date())
            wanted = [t for t in reversed(TITLES) if match(rule, t, beside, KNOWS) is not None]
            found = past.search(connection, rule, KNOWS, limit=99)
            assert (text, [c.headline.title for c in found]) == (text, wanted)
            assert all(w.text == c.headline.title[w.start : w.end] for c in found for w in c.why)


def test_a_search_goes_on_from_where_a_page_ended(database: Database) -> None:
    keep(database, TITLES)
    with database.read() as connection:
        rule = parse("금리")
        page = past.search(connection, rule, KNOWS, limit=1)
        rest = past.search(connection, rule, KNOWS, limit=1, before_seq=page[-1].headline.seq)
        assert [c.headline.id for c in page + rest] == [7, 5]
        assert [c.headline.id for c in past.search(connection, rule, KNOWS, limit=9, after_seq=5)] == [7]


def test_a_backtest_looks_only_so_far_back(database: Database) -> None:
    keep(database, TITLES)
    with database.read() as connection:
        test = past.backtest(connection, parse("금리"), KNOWS, NOW - timedelta(hours=5))
    assert ([c.headline.id for c in test.caught], test.of, test.exact, test.count) == ([7, 5], 5, True, 2)


def test_days_without_a_catch_are_days_too(database: Database) -> None:
    keep(database, ["지진", *["비"] * 30, "지진 또"])
    with database.read() as connection:
        test = past.backtest(connection, parse("지진"), KNOWS, NOW - timedelta(days=3))
    assert [count for _, count in days(test, NOW, UTC)] == [0, 0, 1, 1]


@pytest.mark.parametrize("patience_s", [0.0, 0.0001])
def test_who_cannot_wait_gets_an_honest_estimate(
    database: Database, monkeypatch: pytest.MonkeyPatch, patience_s: float
) -> None:
    monkeypatch.setattr(past, "NEWEST", 100)
    keep(database, ["금리 인하"] * 200 + ["금리는"] * 300 + ["금리 인하"] * 100)
    with database.read() as connection:
        quick = past.backtest(connection, parse("금리"), KNOWS, NOW - timedelta(days=99), patience_s)
        whole = past.backtest(connection, parse("금리"), KNOWS, NOW - timedelta(days=99), None)
    assert (whole.exact, whole.count) == (True, 600)
    assert (quick.exact, quick.candidates, quick.looked < 600) == (False, 600, True)
    assert quick.count == 600  # every candidate is caught, so any sample says so


def test_headlines_that_are_gone_make_no_estimate_of_a_count(database: Database) -> None:
    keep(database, TITLES)
    with database.write() as connection:
        connection.execute(headlines.delete().where(headlines.c.id == 5))
    with database.read() as connection:
        test = past.backtest(connection, parse("인하"), KNOWS, NOW - timedelta(days=9))
    assert ([c.headline.id for c in test.caught], test.exact) == ([7, 1], True)


def test_a_headline_that_came_with_an_older_page_counts_by_its_own_date(database: Database) -> None:
    keep(database, TITLES)
    with database.write() as connection:
        old = {"seq": None, "published": NOW - timedelta(days=40)}
        connection.execute(update(headlines).where(headlines.c.id == 7).values(**old))
    with database.read() as connection:
        assert [c.headline.id for c in past.search(connection, parse("인하"), KNOWS, limit=9)] == [5, 1, 7]
        test = past.backtest(connection, parse("인하"), KNOWS, NOW - timedelta(days=9))
    assert ([c.headline.id for c in test.caught], test.of) == ([5, 1], 8)
