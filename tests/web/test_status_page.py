"""How late headlines are, where a person looks: the source's page, the headline's, and the plot of the status page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import feeds, http
from parts.feeds import Item
from parts.site import Site, Visitor

from web.plot import HEIGHT, WIDTH, by_day, plot
from worker.lag import Lag


def page(late: dict[str, float]) -> http.Page:
    now = datetime.now(UTC)
    items = [Item(n, title, format_datetime(now - timedelta(seconds=s))) for n, (title, s) in enumerate(late.items())]
    return feeds.rss(items)


@pytest.fixture
def visitor(site: Site, publisher: http.Server, receiver: http.Server) -> Visitor:
    """Someone who looks at a site whose one source brought two headlines, one of them alerted."""
    receiver.pages["/hook"] = http.Page(status=204)
    site.desk.add_hook("ops", receiver.url("/hook"))
    site.desk.add_watch("지진", "지진", to="ops")
    publisher.pages["/rss"] = page({"가온시 예산안 통과": 900})
    site.desk.add_source(publisher.url("/rss"))
    publisher.pages["/rss"] = page({"가온시 예산안 통과": 900, "가온시 앞바다서 지진": 20, "주말 전국에 비": 200})
    site.desk.poll()
    site.desk.drain()
    site.desk.deliver()
    return site.visitor()


def test_a_sources_page_says_how_late_it_is_and_what_cannot_be_helped(visitor: Visitor) -> None:
    english = visitor.get("/sources/1").text
    assert "The last day: From published to seen half within " in english
    assert re.search(r"nine in ten within \d min \(2 headlines\); ", english)
    assert re.search(r"From seen to sent half within [\d.]+ s, nine in ten within [\d.]+ s \(1 message\)", english)
    assert re.search(r"A look every [\d.]+ s makes 0\.\d+ s and 0\.\d+ s of that inevitable\.", english)
    visitor.language = "ko"
    korean = visitor.get("/sources/1").text
    assert "지난 하루: 낸 때부터 받은 때까지 절반은 " in korean
    assert "어쩔 수 없습니다." in korean


def test_a_sources_page_draws_its_days_with_a_table_behind(
    visitor: Visitor, site: Site, publisher: http.Server
) -> None:
    publisher.pages["/rss"] = http.Page(status=503)
    site.desk.poll()
    page = visitor.get("/sources/1").html
    (spark,) = re.findall(r'<figure class="spark">.*?</figure>', page, re.DOTALL)
    assert spark.count("<rect") == 28 + 1
    assert spark.count('class="failed"') == 1
    assert len(re.findall(r'<th scope="row">\d\d\.\d\d</th>', spark)) == 28
    assert "2 headlines</td><td>1 failure</td>" in spark


def test_what_came_is_counted_by_the_days_of_the_zone() -> None:
    seoul, today = ZoneInfo("Asia/Seoul"), date(2026, 11, 28)
    hour = int(datetime(2026, 11, 27, 15, tzinfo=UTC).timestamp()) // 3600  # midnight in Seoul
    found = by_day({hour - 1: 2, hour: 3, hour - 24 * 40: 9}, today, 3, seoul)
    assert found == [(date(2026, 11, 26), 0), (date(2026, 11, 27), 2), (today, 3)]


def test_a_headlines_page_says_when_it_was_seen_and_sent(site: Site, visitor: Visitor) -> None:
    by_title = {h.title: h.id for h in site.desk.history(1)}
    alerted = visitor.get(f"/headlines/{by_title['가온시 앞바다서 지진']}").text
    assert re.search(r"Seen .{1,8} \d+ (?:s|min) after publication Sent .{1,8} [\d.]+ s after that", alerted)
    quiet = visitor.get(f"/headlines/{by_title['주말 전국에 비']}").text
    assert ("after publication" in quiet, "Sent" in quiet) == (True, False)
    history = visitor.get(f"/headlines/{by_title['가온시 예산안 통과']}").text
    assert "after publication" not in history


@pytest.mark.parametrize(("language", "title"), [("en", "Status"), ("ko", "상태")])
def test_the_status_page_has_a_plot_with_a_table_behind_it(visitor: Visitor, language: str, title: str) -> None:
    visitor.language = language
    answer = visitor.get("/status")
    assert (answer.status, f"<h1>{title}</h1>" in answer.html) == (200, True)
    assert answer.html.count('<svg class="plot"') == 2
    assert answer.html.count("<rect") == 2
    assert len(re.findall(r'<th scope="row">\d\d</th>', answer.html)) == 1
    assert "/status" in visitor.get("/sources").html


def test_with_nothing_to_measure_it_says_so(site: Site) -> None:
    answer = site.visitor().get("/status")
    assert ("<svg" in answer.html, answer.text.count("Nothing to measure yet.")) == (False, 2)


@settings(deadline=None)
@given(st.lists(st.none() | st.tuples(st.floats(0, 1e9), st.floats(0, 1e9)), max_size=48))
def test_a_plot_stays_within_its_frame_and_higher_is_later(columns: list[tuple[float, float] | None]) -> None:
    drawn = plot([Lag(1, *sorted(c)) if c else None for c in columns])
    assert len(drawn.bars) == sum(c is not None for c in columns)
    for bar in drawn.bars:
        assert 0 < bar.x < WIDTH
        assert 0 <= bar.most <= bar.half <= HEIGHT
