"""A run as a table: each fault, how often, and what became of the headlines that were printed while it was the last."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict

from faults.mischief import Mischief
from faults.press import Hook, Press, title


def table(mischief: Mischief, press: Press, hook: Hook) -> str:
    """Fault, times, headlines, lost, told again under their own key, worst delay in seconds."""
    moments = [moment for moment, _ in mischief.done]
    times: dict[str, int] = defaultdict(int)
    for _, kind in mischief.done:
        times[kind] += 1
    under: dict[str, list[int]] = defaultdict(list)
    for number, printed in enumerate(press.printed):
        last = bisect_right(moments, printed) - 1
        under[mischief.done[last][1] if last >= 0 else "none yet"].append(number)
    lines = [f"  {'fault':28}{'times':>6}{'headlines':>10}{'lost':>6}{'again':>6}{'worst delay':>13}"]
    for kind in sorted({*times, *under}):
        numbers = under[kind]
        heard = [hook.heard[title(number)] for number in numbers]
        delays = [told[0] - press.printed[number] for number, told in zip(numbers, heard, strict=True) if told]
        lost, again = sum(not told for told in heard), sum(len(told) > 1 for told in heard)
        worst = f"{max(delays):.1f} s" if delays else ""
        lines.append(f"  {kind:28}{times[kind]:6}{len(numbers):10}{lost:6}{again:6}{worst:>13}")
    return "\n".join(lines)
