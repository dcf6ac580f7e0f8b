"""How long to wait before a process is started again: at once, then longer and longer. Pure."""

from __future__ import annotations

STABLE_S = 60.0
"""A process that ran this long has got over its earlier deaths."""
LONGEST_S = 10.0


def failures(before: int, ran_s: float) -> int:
    """How many deaths in a row, after one more by a process that ran so long."""
    return 1 if ran_s >= STABLE_S else before + 1


def wait_s(failures: int) -> float:
    """Seconds until the next start after this many deaths in a row: 0, then 0.5 doubling to 10."""
    return 0.0 if failures <= 1 else min(LONGEST_S, 0.5 * 2.0 ** min(failures - 2, 10))
