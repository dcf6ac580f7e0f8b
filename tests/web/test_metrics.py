"""What Prometheus reads: the state of the line from the pages, what was counted from each worker."""

from __future__ import annotations

import urllib.request
from pathlib import Path

from parts.feeds import Item
from parts.http import Page
from parts.newsroom import Newsroom, empty_site
from parts.sockets import free_port
from prometheus_client.parser import text_string_to_metric_families

Samples = dict[tuple[str, tuple[str, ...]], float]


def samples(text: str) -> Samples:
    """Every sample by its name and its labels' values."""
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_state_of_the_line(newsroom: Newsroom) -> None:
    site = newsroom.site
    found = samples(site.stranger().get("/metrics").html)
    assert found["sokbo_sources", ("active",)] == 1
    assert found["sokbo_headlines_pending", ()] == 0
    assert found["sokbo_redis_up", ()] == 0
    newsroom.receiver.pages["/hook"] = Page(status=503)
    newsroom.publish(Item(9, "해솔군에 또 지진"))
    site.desk.deliver()
    found = samples(site.stranger().get("/metrics").html)
    assert found["sokbo_deliveries", ("1", "hook", "retrying")] == 1


def test_where_strangers_come_they_must_know_a_word(sqlite_url: str, tmp_path: Path) -> None:
    with empty_site(sqlite_url, tmp_path, SOKBO_METRICS_TOKEN="tell me") as site:
        stranger = site.stranger()
        assert stranger.get("/metrics").status == 401
        assert stranger.ask("GET", "/metrics", Authorization="Bearer tell you").status == 401
        assert stranger.ask("GET", "/metrics", Authorization="Bearer tell me").status == 200


def test_without_a_word_they_are_for_who_may_read_the_feeds(sqlite_url: str, tmp_path: Path) -> None:
    with empty_site(sqlite_url, tmp_path, SOKBO_PUBLIC_FEEDS="off") as site:
        answer = site.visitor().get("/metrics")
        assert (answer.status, "SOKBO_METRICS_TOKEN" in answer.html) == (401, True)


def test_a_worker_shows_what_it_has_counted(newsroom: Newsroom) -> None:
    port = free_port()
    server, thread = newsroom.site.desk.line.measures.show("127.0.0.1", port)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            found = samples(answer.read().decode())
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert found["sokbo_polls_total", ("changed",)] == 1
    assert found["sokbo_headlines_total", ()] == 1
    assert found["sokbo_attempts_total", ("yes", "1")] == 1
    assert found["sokbo_seen_to_sent_seconds_count", ()] == 1
    assert found["sokbo_published_to_sent_seconds_count", ()] == 1
