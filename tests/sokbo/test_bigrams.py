"""The index of titles by pairs of letters finds every title that has a stretch of letters, on both databases alike."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text

from sokbo.bigrams import All, AnyOf, Wanted
from sokbo.database import Database
from sokbo.fold import fold
from sokbo.queries import bigrams, facts, headlines, sources
from sokbo.queries.bigrams import Titled
from sokbo.tables import headlines as table
from worker import catalogue

TITLES = {
    1: "[속보] 한은, 기준금리 2.5%로 동결",
    2: "北 미사일 발사…합참 “동해로”",
    3: "기아, 美서 EV3 공개",
    4: "R&D 예산 35조원",
    5: "배",
    6: "It's a 'rate cut' \\ says Fed: \"done\"",
    7: "(・∀・)",
}


def keep(database: Database, titles: dict[int, str]) -> None:
    with database.write() as connection:
        of = sources.add(connection, url="http://h/f", url_key=1, sealed_url=None, name="f", outlet="F", every_s=None,
                         interval_s=60, private=False)  # fmt: skip
        rows: list[dict[str, Any]] = [
            {"id": n, "source_id": of, "ident": n, "title": title, "outlet": "F", "labels": [], "precision": "none",
             "seen": datetime.now(UTC), "private": False, "news": True, "pending": False, "seq": n}
            for n, title in titles.items()
        ]  # fmt: skip
        connection.execute(insert(table), rows)


def taken(titles: dict[int, str]) -> list[Titled]:
    return [Titled(number, title, datetime.now(UTC)) for number, title in titles.items()]


def found(database: Database, wanted: Wanted, after: int = 0) -> list[int]:
    with database.read() as connection:
        return bigrams.find(connection, wanted, after=after, most=100)


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ("금리", [1]),
        ("기준금리2.5%", [1]),
        ("35", [4]),
        ("북", [2]),
        ("북한", [2]),
        ("미국", [3]),
        ("北", [2]),
        ("배", [5]),
        ("r&d", [4]),
        ("'ratecut'\\says", [6]),
        ('d:"d', [6]),
        ("∀", [7]),
        (All(("미사일", "동해")), [2]),
        (AnyOf(("금리", All(("기아", "ev3")), "배")), [5, 3, 1]),
        (All(("기아", AnyOf(("금리", "예산")))), []),
    ],
)
def test_a_stretch_of_letters_finds_its_titles(database: Database, wanted: Wanted, ids: list[int]) -> None:
    keep(database, TITLES)
    with database.write() as connection:
        bigrams.put(connection, taken(TITLES))
    assert found(database, wanted) == ids


@given(titles=st.lists(st.text(max_size=12), min_size=1, max_size=5), data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_title_is_missed(database: Database, titles: list[str], data: st.DataObject) -> None:
    key = fold(data.draw(st.sampled_from(titles))).key
    if not key:
        return
    start = data.draw(st.integers(0, len(key) - 1))
    stretch = key[start : data.draw(st.integers(start + 1, len(key)))]
    with database.write() as connection:
        if database.sqlite:
            bigrams.put(connection, taken(dict(enumerate(titles, 1))))
        else:
            connection.execute(text("ALTER TABLE headline_bigrams DROP CONSTRAINT IF EXISTS "
                                    "headline_bigrams_headline_id_fkey"))  # fmt: skip
            bigrams.put(connection, taken(dict(enumerate(titles, 1))))
        has = {n for n, title in enumerate(titles, 1) if stretch in fold(title).key}
        assert has <= set(bigrams.find(connection, stretch, after=0, most=100))
        connection.rollback()


def test_a_new_title_is_found_by_its_new_words(database: Database) -> None:
    keep(database, TITLES)
    with database.write() as connection:
        bigrams.put(connection, taken(TITLES))
        bigrams.put(connection, taken({3: "현대차, 美서 공개", 1: "금통위"}))
    assert (found(database, "현대차"), found(database, "금통위"), found(database, "예산")) == ([3], [1], [4])


def test_what_is_forgotten_is_found_no_more(database: Database) -> None:
    keep(database, TITLES)
    with database.write() as connection:
        bigrams.put(connection, taken(TITLES))
        bigrams.forget(connection, [3, 4])
        connection.execute(table.delete().where(table.c.id.in_([3, 4])))
    assert (found(database, "기아"), found(database, "예산"), found(database, "금리")) == ([], [], [1])


def test_what_is_older_than_the_index_comes_into_it(database: Database) -> None:
    keep(database, TITLES)
    assert found(database, "금리") == []
    assert catalogue.catch_up(database) == 0
    assert found(database, "금리") == [1]
    with database.write() as connection:
        facts.put(connection, bigrams.FACT, "another 0")
    assert catalogue.catch_up(database, turn_s=0) == 7
    assert found(database, "금리") == []
    assert catalogue.catch_up(database) == 0
    with database.read() as connection:
        assert bigrams.behind(connection) == 0
        assert all(bigrams.has(connection, h) for h in headlines.newest(connection, limit=9))
