"""How the day's calls stand, for a person. Pure."""

from __future__ import annotations


def standing(used: int, most: int, searches: int, every_s: float | None) -> str:
    """One line, in English as logs and programs read it; with how often this search is asked, where it is one."""
    asked = "1 search" if searches == 1 else f"{searches} searches"
    said = f"Naver: {used:,} of today's {most:,} calls are used, by {asked}"
    return said if every_s is None else f"{said}; this one is asked every {every_s:.0f} s"
