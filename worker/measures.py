"""What one worker process has counted, for Prometheus: each shows its own on `SOKBO_METRICS_PORT`.

What is state (how much waits, how sources stand) is read from the database by the web server (`web/metrics.py`), so
that every number is right however many processes there are.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server

from notify import message
from notify.carriers import Returned
from notify.channels import Sent
from sokbo.queries.sources import Polled

log = logging.getLogger("sokbo")

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 21_600)


class Measures:
    """The counters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._polls = self._counter("sokbo_polls", "Polls by what came of them", ("outcome",))
        self._new = self._counter("sokbo_headlines", "Headlines that polls and pushes brought")
        self._delay = self._histogram("sokbo_poll_delay_seconds", "From when a source was due to when it was written")
        self._placed = self._counter("sokbo_desk_headlines", "Headlines that this desk has placed")
        self._alerted = self._counter("sokbo_desk_deliveries", "Deliveries that this desk has made")
        self._attempts = self._counter("sokbo_attempts", "Attempts to deliver", ("channel", "answer"))
        self._seen = self._histogram("sokbo_seen_to_sent_seconds", "From first sight to the channel's yes")
        self._published = self._histogram("sokbo_published_to_sent_seconds", "From publication to the channel's yes")

    def _counter(self, name: str, help_: str, labels: tuple[str, ...] = ()) -> Counter:
        return Counter(name, help_, labels, registry=self.registry)

    def _histogram(self, name: str, help_: str) -> Histogram:
        return Histogram(name, help_, buckets=_SECONDS, registry=self.registry)

    def polled(self, polls: Iterable[tuple[Polled, datetime]], new: int, at: datetime) -> None:
        """Polls that were written, each with when it was due, and what they brought together."""
        for polled, due in polls:
            self._polls.labels("failed" if not polled.ok else "changed" if polled.changed else "unchanged").inc()
            self._delay.observe(max(0.0, (at - due).total_seconds()))
        self._new.inc(new)

    def placed(self, headlines: int, deliveries: int) -> None:
        """What one transaction of the desk did."""
        self._placed.inc(headlines)
        self._alerted.inc(deliveries)

    def returned(self, returned: Returned) -> None:
        """One attempt to deliver that has ended."""
        sent = isinstance(returned.answer, Sent)
        _say(returned, "sent" if sent else f"not sent: {returned.answer}")
        self._attempts.labels(str(returned.claimed.delivery.channel), "yes" if sent else "no").inc()
        if not sent or returned.claimed.type != "alert.created":
            return
        at, headline = datetime.now(UTC), message.read(returned.claimed.message).headline
        self._seen.observe(max(0.0, (at - headline.seen).total_seconds()))
        if headline.published:
            self._published.observe(max(0.0, (at - headline.published).total_seconds()))

    def show(self, host: str, port: int) -> Any:
        """Answer Prometheus on a port of this process, from a thread; raises OSError where it is taken."""
        return start_http_server(port, host, self.registry)


def _say(returned: Returned, what: str) -> None:
    if log.isEnabledFor(logging.INFO):
        delivery, told = returned.claimed.delivery, message.read(returned.claimed.message)
        about = {"headline": told.headline.id, "story": told.story.id, "channel": delivery.channel}
        log.info("%s in %d ms", what, returned.elapsed_ms, extra={"delivery": delivery.key, **about})
