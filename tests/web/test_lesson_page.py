"""Not this: an alert nobody wanted teaches its watch, and only when its person says so."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from parts import feeds
from parts.newsroom import Newsroom

from sokbo.model import Watch
from sokbo.queries import alerts, watches
from worker import likeness


@pytest.fixture(autouse=True)
def each_headline_is_a_story(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is alike here tells of different things, with an alert each."""
    monkeypatch.setattr(likeness, "BIAS", -99.0)


DRILL = "초등학생 2만명 운동장 대피…지진 훈련 실시"


def watch_of(newsroom: Newsroom) -> Watch:
    desk = newsroom.site.desk
    (watch,) = desk.read(watches.of_person, desk.line.vault, desk.person)
    return watch


def test_the_choices_say_what_they_would_cost_and_change_nothing(newsroom: Newsroom) -> None:
    newsroom.publish(feeds.Item(6, "지진 성금 1억원"), feeds.Item(5, "가온시 지진 대피 훈련"))
    visitor = newsroom.site.visitor()
    page = visitor.get("/alerts/1/not-this")
    assert "지진 -앞바다" in page.text
    assert "one other would have gone too" in page.text  # with 가온시
    assert "Nothing else of the last 7 days would have gone" in page.text  # with 앞바다
    assert watch_of(newsroom).rule == "지진"
    assert 'href="/alerts/1/not-this"' in visitor.get("/inbox").html


def test_a_choice_is_applied_as_a_new_version_and_can_be_taken_back(newsroom: Newsroom) -> None:
    newsroom.publish(feeds.Item(6, DRILL))
    visitor = newsroom.site.visitor()
    (newest, *_) = newsroom.site.desk.read(alerts.newest, limit=9)
    done = visitor.post(f"/alerts/{newest.id}/not-this", exclude="훈련", version="1")
    assert done.to == "/watches/1"
    watch = watch_of(newsroom)
    assert (watch.rule, watch.version) == ("지진 -훈련", 2)
    page = visitor.get("/watches/1")
    assert "looks without “훈련” from now on" in page.text
    assert f'href="/watches/1?rule={quote("지진")}"' in page.html
    newsroom.publish(
        feeds.Item(8, "지진 성금 1억원 기탁한 다온은행"), feeds.Item(7, "지진 훈련 없앤 교육청"), feeds.Item(6, DRILL)
    )
    (new, *old) = newsroom.site.desk.read(alerts.newest, limit=9)
    assert (new.rule, new.version, new.why[0].text) == ("지진 -훈련", 2, "지진")
    assert {(a.rule, a.version) for a in old} == {("지진", 1)}


def test_a_choice_made_on_an_older_rule_is_made_anew(newsroom: Newsroom) -> None:
    visitor = newsroom.site.visitor()
    visitor.post("/watches/1", name="quakes", rule="지진 -대회")
    answer = visitor.post("/alerts/1/not-this", exclude="앞바다", version="1")
    assert answer.to == "/alerts/1/not-this"
    assert watch_of(newsroom).rule == "지진 -대회"
    assert "caught by version 1" in visitor.get("/alerts/1/not-this").text


def test_what_is_no_word_excludes_nothing(newsroom: Newsroom) -> None:
    visitor = newsroom.site.visitor()
    for word in ("", "((", "|", "-", "…"):
        visitor.post("/alerts/1/not-this", exclude=word, version="1")
    visitor.post("/watches/1/do", do="remove")
    assert visitor.get("/alerts/1/not-this").status == 404
    assert newsroom.site.desk.read(alerts.one, 1).rule == "지진"
