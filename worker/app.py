"""The Celery app: five queues, a tick of each second, and messages that are only wakes.

Work is claimed from the database, so a message may be lost, doubled or late: acknowledged early, never retried, no
results, and stale after seconds.
"""

from __future__ import annotations

from typing import Any

from celery import Celery

STAGES = ("poll", "websub", "desk", "deliver", "feeds")
"""The queues, in the order a headline meets them."""

FRESH_S = 5
"""A wake older than this says nothing that the next tick does not say too."""

app = Celery("sokbo")


def task_name(stage: str) -> str:
    """A task's explicit name, so that a moved module strands no message."""
    return f"sokbo.{stage}"


def configure(redis_url: str | None) -> Celery:
    """The app, talking to this Redis; with none, its worker hears nothing and looks for itself."""
    patience: dict[str, Any] = {
        "socket_timeout": 3,
        "socket_connect_timeout": 1,
        "socket_keepalive": True,
        "health_check_interval": 0,
    }
    app.conf.update(
        broker_url=redis_url or "memory://",
        broker_transport_options=patience if redis_url else {},
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_connection_timeout=1,
        task_ignore_result=True,
        task_acks_late=False,
        task_publish_retry=False,
        task_default_queue="poll",
        task_create_missing_queues=True,
        task_routes={task_name(stage): {"queue": stage} for stage in STAGES},
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        beat_schedule={
            stage: {"task": task_name(stage), "schedule": 1.0, "options": {"expires": FRESH_S, "queue": stage}}
            for stage in STAGES
        },
        beat_max_loop_interval=1,
    )
    return app
