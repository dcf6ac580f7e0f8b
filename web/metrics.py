"""The state of the line for Prometheus, read from the database when asked: right however many processes there are.

What happens is counted by the workers, each on its own port (`worker/measures.py`).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sokbo.queries import gauges
from sokbo.queries.overview import overview
from sokbo.queries.standing import standing
from sokbo.settings import Settings
from web.desk import Desk
from web.serve_feeds import open_to_all
from worker.app import STAGES
from worker.naver.account import day

REFUSED = "Set SOKBO_METRICS_TOKEN, and have Prometheus send it as a bearer token.\n"


def metrics(request: Request) -> Response:
    """Every gauge, for who may see them; 401 for anyone else."""
    desk: Desk = request.app.state.desk
    if not _may_see(desk.settings, request.headers.get("authorization", "")):
        return PlainTextResponse(REFUSED, 401, {"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    registry.register(_Line(desk))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _may_see(settings: Settings, told: str) -> bool:
    if settings.metrics_token is None:
        return open_to_all(settings)
    return hmac.compare_digest(told.encode(), f"Bearer {settings.metrics_token}".encode())


class _Line:
    """The line of one moment."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def collect(self) -> Iterator[Metric]:
        """Every family of gauges."""
        with self._desk.database.read() as connection:
            now, stages = overview(connection), standing(connection)
            states, unsent = gauges.sources_by_state(connection), gauges.deliveries_by_channel(connection)
            searches = day(connection, self._desk.settings, datetime.now(UTC))
        yield _labelled("sokbo_info", "This version", ("version",), [((version("sokbo"),), 1)])
        yield _labelled("sokbo_sources", "Sources by state", ("state",), [((s,), n) for s, n in states.items()])
        yield GaugeMetricFamily("sokbo_sources_failing", "Active sources whose last poll failed", now.failing)
        yield GaugeMetricFamily("sokbo_sources_due", "Sources that wait to be polled", now.due)
        yield GaugeMetricFamily("sokbo_headlines_pending", "Headlines that wait for the desk", now.pending)
        yield GaugeMetricFamily("sokbo_line_lag_seconds", "How long the oldest waiting work has waited", now.lag_s)
        yield GaugeMetricFamily("sokbo_desk_present", "Whether somebody is at the desk", now.desk is not None)
        yield _labelled(
            "sokbo_stage_waits_seconds",
            "The oldest of what waits, by stage",
            ("stage",),
            [((s.name,), s.waits.total_seconds() if s.waits else 0) for s in stages],
        )
        yield _labelled(
            "sokbo_stage_turned_seconds",
            "Since when a stage turned over last",
            ("stage",),
            [((s.name,), s.turned.total_seconds()) for s in stages if s.turned is not None],
        )
        yield _labelled(
            "sokbo_deliveries",
            "Deliveries that have not arrived",
            ("channel", "kind", "state"),
            [((str(channel), kind, state), n) for channel, kind, state, n in unsent],
        )
        if searches.waits:
            rows: list[tuple[tuple[str, ...], float]] = [(("used",), searches.used), (("left",), searches.left)]
            yield _labelled("sokbo_search_calls", "Calls of a search service today, naver's", ("are",), rows)
        yield GaugeMetricFamily("sokbo_redis_up", "Whether Redis answers", self._desk.bus.answers())
        lengths = self._desk.bus.lengths(STAGES)
        yield _labelled("sokbo_queue_messages", "Wakes that wait", ("queue",), [((q,), n) for q, n in lengths.items()])


def _labelled(name: str, help_: str, labels: tuple[str, ...], rows: list[tuple[tuple[str, ...], float]]) -> Metric:
    family = GaugeMetricFamily(name, help_, labels=labels)
    for values, number in rows:
        family.add_metric(values, number)
    return family
