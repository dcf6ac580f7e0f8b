"""6. The deliverer's loop in this process."""

from __future__ import annotations

from notify.deliver import Deliverer
from sokbo.installation import zone
from worker.line import LOOP_S, Line


def run(line: Line) -> None:
    """Deliver what is due for about a minute."""
    deliverer = Deliverer(
        line.database,
        line.vault,
        line.guard,
        line.settings,
        zone(line.settings, line.database),
        line.name,
        line.measures.returned,
    )
    bell = line.bells["deliver"]
    bell.also = deliverer.wake
    try:
        deliverer.run(line.stop, LOOP_S)
    finally:
        bell.also = None
