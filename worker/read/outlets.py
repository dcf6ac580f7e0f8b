"""Whose an address is: outlets by their domains, from the table beside this file. Pure.

For services that give an article's address and not its outlet.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import urlsplit


@lru_cache(maxsize=4096)
def _of_host(host: str) -> str | None:
    labels = host.split(".")
    return next((name for n in range(len(labels) - 1) if (name := _table().get(".".join(labels[n:])))), None)


def named(url: str) -> str | None:
    """The outlet of an address, by the longest domain in the table that its host ends in; else the host itself."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return _of_host(host) or host.removeprefix("www.").removeprefix("m.") or None


@cache
def _table() -> dict[str, str]:
    """Domain to name; lines of the file that begin with # say something about it."""
    lines = files("worker.read").joinpath("outlets.tsv").read_text("utf-8").splitlines()
    pairs = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {domain: name for domain, _, name in pairs}
