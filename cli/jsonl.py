"""JSON lines on standard input and output, each as given but for what is added; a line that can't be read ends it."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cli.output import UNREADABLE, stop


def lines() -> Iterator[tuple[int, bytes]]:
    """The lines of standard input that are not blank, with their numbers."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        if line.strip():
            yield number, line


def rows(*texts: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of standard input, with the numbers of their lines; each has a text under every one of `texts`."""
    for number, line in lines():
        try:
            row = json.loads(line, parse_constant=_number, parse_float=_number)
        except (ValueError, RecursionError):  # nested beyond what Python's own reader can follow
            stop(f"line {number} is no JSON", UNREADABLE)
        if not isinstance(row, dict):
            stop(f"line {number} is no JSON object", UNREADABLE)
        for name in texts:
            if not isinstance(row.get(name), str):
                stop(f'line {number} has no text under "{name}"', UNREADABLE)
        yield number, row


def _number(text: str) -> float:
    """Raises ValueError for NaN and infinities, which JSON doesn't have."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def write(found: Iterable[Mapping[str, Any]]) -> None:
    """Print each as soon as it is there."""
    for row in found:
        # Half a surrogate pair can't be written as UTF-8, but as the escape that it came in.
        sys.stdout.buffer.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.buffer.flush()
