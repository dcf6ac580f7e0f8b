"""A script's text: its functions, what it calls, and its statements. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 300_000
"""Characters of a page's scripts that are looked at."""
_LONGEST_BODY = 4_000
LONGEST_LINE = 2_000
"""Of a statement; longer ones open no posts."""
_QUOTES = "'\"`"

_CALL = re.compile(r"([\w$.]+)\s*\(([^()]*)\)")


def calls(script: str) -> Iterator[tuple[str, list[str]]]:
    """The functions that a script calls with what, in order."""
    for found in _CALL.finditer(script[:LONGEST_LINE]):
        yield found[1].rpartition(".")[2], [unquoted(part) for part in split(found[2], ",")]


def function(scripts: str, name: str) -> tuple[list[str], str] | None:
    """The parameters and the body of a function; None where it isn't there."""
    bare = re.escape(name)
    head = re.compile(
        rf"function\s{{1,9}}{bare}\s{{0,9}}\(([^)]{{0,200}})\)\s{{0,99}}\{{"
        rf"|\b{bare}\s{{0,9}}[:=]\s{{0,9}}(?:async\s)?function\s{{0,9}}\w{{0,40}}\(([^)]{{0,200}})\)\s{{0,99}}\{{"
        rf"|\b{bare}\s{{0,9}}[:=]\s{{0,9}}(?:async\s)?\(?([\w$, ]{{0,200}})\)?\s{{0,9}}=>\s{{0,9}}\{{?"
    )
    found = head.search(scripts)
    if found is None:
        return None
    names = next((part for part in found.groups() if part is not None), "")
    return [name.partition("=")[0].strip() for name in names.split(",") if name.strip()], _body(scripts, found.end())


def without_comments(scripts: str) -> str:
    """The scripts without comments."""
    scripts = scripts[:LONGEST]
    kept, at = [], 0
    while (start := scripts.find("/*", at)) >= 0 and (end := scripts.find("*/", start + 2)) >= 0:
        kept.append(scripts[at:start])
        at = end + 2
    return "\n".join(_uncommented(line) for line in ("".join(kept) + scripts[at:]).split("\n"))


def _uncommented(line: str) -> str:
    if line.lstrip().startswith(("//", "<!--")):
        return ""
    at = line.rfind("//")
    behind = line[at:]
    is_comment = at > 0 and line[at - 1] in ";{} \t" and "'" not in behind and '"' not in behind
    return line[:at] if is_comment else line


def _body(scripts: str, start: int) -> str:
    depth, quote = 1, ""
    end = min(len(scripts), start + _LONGEST_BODY)
    at = start
    while at < end:
        char = scripts[at]
        if quote:
            at += char == "\\"
            quote = "" if char == quote else quote
        elif char in _QUOTES:
            quote = char
        elif char in "{}":
            depth += 1 if char == "{" else -1
            if depth == 0:
                return scripts[start:at]
        at += 1
    return scripts[start:end]


def split(text: str, at: str) -> list[str]:
    """The parts between any of the characters, where these are in no quotes or brackets (braces end those)."""
    parts: list[str] = []
    quote, depth, start, skip = "", 0, 0, False
    for index, char in enumerate(text):
        if skip:
            skip = False
        elif quote:
            skip = char == "\\"
            quote = "" if char == quote else quote
        elif char in _QUOTES:
            quote = char
        elif char in at and (depth == 0 or char in "{}"):
            parts.append(text[start:index].strip())
            start, depth = index + 1, 0
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth = max(0, depth - 1)
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def statements(body: str) -> list[str]:
    """A body's statements, whatever they depend on."""
    lines = [line.strip() for line in body.split("\n")]
    joined = ""
    for line in filter(None, lines):
        goes_on = line[0] in "+.)" or joined[-1:] in tuple("+(,=")
        joined += (" " if goes_on else "\n") + line
    return split(joined, ";{}\n")


def unquoted(text: str) -> str:
    """A string without its quotes; anything else as it is."""
    text = text.strip()
    if len(text) > 1 and text[0] in _QUOTES and text[-1] == text[0]:
        return text[1:-1].replace("\\/", "/").replace("\\'", "'").replace('\\"', '"')
    return text
