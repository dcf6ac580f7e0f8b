"""When a delivery that failed goes out again, or is given up; and how long its channel rests. Pure: the caller brings
chance and the clock.

The first waits are short, because most failures are a receiver that restarts; the last are long, because a receiver
that is away all night should still be told in the morning.
"""

from __future__ import annotations

MINUTE = 60.0
HOUR = 60 * MINUTE

WAITS_S = (
    *(1.0, 2.0, 4.0, 8.0, 15.0, 30.0, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE),
    *(HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 8 * HOUR),
)
"""The wait after each failed attempt: seventeen attempts in 23 hours and 49 minutes, seven of them in the first."""

LONGEST_ASKED_S = 12 * HOUR
"""No receiver puts us off for longer at a time, whatever its ``Retry-After`` says."""

SPREAD = 0.1
"""Deliveries that failed together come again up to this part later, each at its own moment."""


def next_wait_s(attempt: int, *, retry_after_s: float | None = None, jitter: float) -> float | None:
    """Seconds until the next attempt after failed attempt `attempt` (1 is the first); None where it was the last.

    ``Retry-After`` only lengthens a wait: a receiver that says "in a second" for an hour would use up every attempt.
    `jitter` is a number in [0, 1).
    """
    if attempt > len(WAITS_S):
        return None
    asked = min(retry_after_s or 0.0, LONGEST_ASKED_S)
    return max(WAITS_S[attempt - 1], asked) * (1 + SPREAD * jitter)


# --- the channel ------------------------------------------------------------------------------------------------------

FAILURES = 5
"""In a row: a channel that took nothing so often rests, and only then one message tries it again."""

RESTS_S = (2.0, 5.0, 15.0, MINUTE, 5 * MINUTE, 10 * MINUTE)
"""The rest after the fifth failure, the sixth, and so on."""

LONGEST_REST_S = HOUR
"""However long a receiver asks to be left alone, one message looks again by then."""

PATIENCE_S = 24 * HOUR
"""What has waited so long for a channel that takes nothing is given up."""


def rest_s(failures: int, *, retry_after_s: float | None = None, space_s: float = 0.0, jitter: float) -> float:
    """Seconds for which a channel rests after an attempt: `failures` is how many failed in a row, 0 after a yes.

    `space_s` lies between any two messages; ``Retry-After`` is heard at once.
    """
    rest = RESTS_S[min(failures - FAILURES, len(RESTS_S) - 1)] if failures >= FAILURES else 0.0
    asked = min(retry_after_s or 0.0, LONGEST_REST_S)
    return max(space_s, max(rest, asked) * (1 + SPREAD * jitter))
