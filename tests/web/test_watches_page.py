"""Watches: a rule tried, refused, kept, changed; its feed."""

from __future__ import annotations

import re

import pytest
from parts import feeds
from parts.newsroom import Newsroom
from parts.site import Site

from sokbo.model import Watch
from sokbo.queries import alerts, channels, watches


def _mine(site: Site) -> list[Watch]:
    found: list[Watch] = site.desk.read(watches.of_person, site.desk.line.vault, site.desk.person)
    return found


@pytest.mark.parametrize("rule", ["((", '"open', "| x", "-", ""])
def test_a_broken_rule_is_pointed_at_and_loses_nothing(newsroom: Newsroom, rule: str) -> None:
    (hook,) = [
        c
        for c in newsroom.site.desk.read(channels.of_person, newsroom.site.desk.line.vault, newsroom.site.desk.person)
        if c.name == "ops"
    ]
    answer = newsroom.site.visitor().post("/watches", name="mine", rule=rule, to=[hook.id])
    (told,) = re.findall(r'<pre class="trouble"[^>]*>(.*?)</pre>', answer.html, re.DOTALL)
    assert (answer.status, "^" in told) == (422, True)
    assert 'value="mine"' in answer.html
    assert f'value="{hook.id}" checked' in answer.html
    assert len(_mine(newsroom.site)) == 1


def test_a_rule_is_tried_on_the_past_before_it_is_kept(newsroom: Newsroom) -> None:
    visitor = newsroom.site.visitor()
    caught = visitor.get("/watches/backtest?rule=가온시")
    assert caught.text.startswith("2 of 4 in the last 7 days")
    assert caught.html.count('<mark title="가온시: as written">가온시</mark>') == 2
    assert "^" in visitor.get("/watches/backtest?rule=((").text
    assert "<script>" not in visitor.get('/watches/backtest?rule="<script>').html


def test_a_watch_without_a_name_is_called_by_its_rule(site: Site) -> None:
    assert site.visitor().post("/watches", rule="금리 인하").to == "/watches"
    assert [(w.name, w.rule) for w in _mine(site)] == [("금리 인하", "금리 인하")]


def test_a_changed_watch_hears_by_its_new_rule(newsroom: Newsroom) -> None:
    site, visitor = newsroom.site, newsroom.site.visitor()
    assert 'value="지진"' in visitor.get("/watches/1").html
    assert visitor.post("/watches/1", name="bridges", rule="다리").to == "/watches"
    newsroom.publish(feeds.Item(6, "둘째 지진"), feeds.Item(5, "새 다리 개통"))
    (newest, _) = site.desk.read(alerts.newest, limit=9)
    assert [w.text for w in newest.why] == ["다리"]


def test_a_watch_that_rests_hears_nothing_and_one_that_is_gone_is_gone(newsroom: Newsroom) -> None:
    site, visitor = newsroom.site, newsroom.site.visitor()
    visitor.post("/watches/1/do", do="pause")
    newsroom.publish(feeds.Item(5, "둘째 지진"))
    assert len(site.desk.read(alerts.newest, limit=9)) == 1
    visitor.post("/watches/1/do", do="resume")
    newsroom.publish(feeds.Item(6, "셋째 지진"), feeds.Item(5, "둘째 지진"))
    assert len(site.desk.read(alerts.newest, limit=9)) == 2
    visitor.post("/watches/1/do", do="remove")
    assert (_mine(site), visitor.get("/watches/1").status) == ([], 404)


def test_the_feed_of_a_watch_is_for_who_knows_its_address(newsroom: Newsroom) -> None:
    (watch,) = _mine(newsroom.site)
    stranger = newsroom.site.stranger()
    assert "규모 5.1 지진" in stranger.get(f"/feeds/watch/{watch.token}.atom").html
    assert stranger.get("/feeds/watch/1.atom").status == 404
    assert watch.token not in stranger.get("/feeds/all.atom").html
