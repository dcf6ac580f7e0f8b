"""The tick of each second, for `sokbo beat`: every entry of the beat table at once, nothing kept between ticks."""

from __future__ import annotations

from typing import Any

from celery.beat import Scheduler, SchedulingError

TICK_S = 1.0


class Ticker(Scheduler):  # type: ignore[misc] # celery has no types
    """Celery's scheduler keeps a heap of due times; for a tick a second that is most of its work."""

    def tick(self, *_: Any, **__: Any) -> float:
        """Wake every stage; seconds until the next tick."""
        for entry in self.schedule.values():
            try:
                self.apply_async(entry, producer=self.producer, advance=False)
            except SchedulingError:  # Redis is gone: the workers look for themselves
                break
        return TICK_S
