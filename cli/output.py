"""How a command speaks: tables for people, JSON for programs, one line for an error, an exit status for scripts."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

import click

OK, FAILED, USAGE, UNREADABLE, UNAVAILABLE = 0, 1, 2, 65, 69
"""Exit statuses: 65 the input can't be read, 69 something that is needed is not there (sysexits.h)."""


def stop(message: str, status: int = FAILED) -> NoReturn:
    """End the command with one line on standard error and this exit status."""
    click.echo(f"sokbo: {' '.join(message.split())}", err=True)
    raise SystemExit(status)


def print_json(value: Any) -> None:
    """Print one JSON document, or one line of JSON lines."""
    import orjson

    sys.stdout.buffer.write(orjson.dumps(value, default=str, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


def print_rows(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print JSON lines."""
    import orjson

    for row in rows:
        sys.stdout.buffer.write(orjson.dumps(row, default=str, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


def _drawn(text: str) -> str:
    """Marks for a terminal, none for a pipe."""
    return text if sys.stdout.isatty() else click.unstyle(text)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print a table that counts Hangul as two columns wide; piped, it stays unwrapped."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else _drawn(str(cell)) for cell in row))
    console = Console(highlight=False, markup=False, soft_wrap=not sys.stdout.isatty())
    console.print(table)
