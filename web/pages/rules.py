"""A rule as somebody types it into a page: read, or its fault pointed at in their language."""

from __future__ import annotations

from notify.rule import Rule, RuleError, parse
from web.asked import Asked
from web.faults import told


def rule_or_trouble(asked: Asked, text: str) -> tuple[Rule | None, str]:
    """The rule, or None and the lines that show its fault."""
    try:
        return parse(text), ""
    except RuleError as error:
        return None, told(asked.language, error.pointed())
