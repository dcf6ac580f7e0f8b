"""What a feed says of a headline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from feeds.page import NOTHING_YET, FeedPage, item, lasting_id
from sokbo.model import Headline, Precision

Make = Callable[..., Headline]
MIDNIGHT_IN_SEOUL = datetime(2026, 11, 22, 15, tzinfo=UTC)


def test_an_exact_time_is_the_outlets(headline: Make) -> None:
    told = datetime(2026, 11, 23, 1, 29, tzinfo=UTC)
    assert item(headline(published=told), public=True).published == told


def test_a_day_that_is_the_day_it_was_seen_becomes_that_moment(headline: Make) -> None:
    """Else readers, which sort by time, would put this morning's news below yesterday evening's."""
    seen = headline(published=MIDNIGHT_IN_SEOUL, precision=Precision.DAY)
    assert item(seen, public=True).published == datetime(2026, 11, 23, 1, 30, 15, tzinfo=UTC)


def test_an_earlier_day_stays_that_day(headline: Make) -> None:
    earlier = MIDNIGHT_IN_SEOUL - timedelta(days=3)
    assert item(headline(published=earlier, precision=Precision.DAY), public=True).published == earlier


@pytest.mark.parametrize(
    "told",
    [None, datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), datetime(1, 1, 2, tzinfo=UTC)],
)
def test_no_time_one_to_come_and_a_zero_become_when_it_was_seen(headline: Make, told: datetime | None) -> None:
    seen = headline(published=told, precision=Precision.NONE if told is None else Precision.SECOND)
    assert item(seen, public=True).published == datetime(2026, 11, 23, 1, 30, 15, tzinfo=UTC)


def test_a_revised_title_moves_updated_and_leaves_the_rest(headline: Make) -> None:
    later = datetime(2026, 11, 23, 2, 0, 0, tzinfo=UTC)
    before, after = (item(headline(revised=revised), public=True) for revised in (None, later))
    assert before.updated == before.published
    assert (after.updated, after.published, after.id) == (later, before.published, before.id)


def test_the_feed_is_as_new_as_what_it_learnt_last_not_as_what_outlets_say(
    headline: Make, page: Callable[..., FeedPage]
) -> None:
    old = headline(published=datetime(2026, 11, 1, tzinfo=UTC), seen=datetime(2026, 11, 23, 5, tzinfo=UTC))
    assert page(headline(), old).updated == datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert page().updated == NOTHING_YET


def test_to_a_public_feed_a_headline_came_when_its_embargo_ended(headline: Make) -> None:
    until = datetime(2026, 11, 23, 3, tzinfo=UTC)
    held = headline(embargo=until)
    assert item(held, public=True).changed == until
    assert item(held, public=False).changed == held.seen


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "/relative", "data:text/html,x", "\x00javascript:x"])
def test_only_web_addresses_are_passed_on(headline: Make, url: str | None) -> None:
    assert item(headline(url=url), public=True).url is None


def test_a_title_of_nothing_but_invisible_control_characters_gives_way_to_the_address(headline: Make) -> None:
    assert item(headline(title="\x00\x1b \x07"), public=True).title == "https://outlet.example/news/1"


def test_author_and_outlet_are_named_once_each(headline: Make) -> None:
    assert item(headline(author="김기자"), public=True).authors == ("김기자", "가나일보")
    assert item(headline(author="가나일보"), public=True).authors == ("가나일보",)


def test_an_id_lasts_as_long_as_its_installation_and_differs_between_two() -> None:
    here, there = "0d5b2c7e-55a8-4a3a-9a5e-3f1f0c6f9c11", "11111111-2222-4333-8444-555555555555"
    assert lasting_id(here, "headline/1") == "urn:uuid:42b0b1da-ae9b-5ef4-b257-20e1c2274a55"
    assert len({lasting_id(here, "headline/1"), lasting_id(here, "headline/2"), lasting_id(there, "headline/1")}) == 3
