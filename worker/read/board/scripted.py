"""Addresses of posts that a script opens, where the page shows how it makes them.

By the function that a click calls, by a handler that reads data attributes, or by a plain link to one of the posts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from worker.read.board import javascript, openers, statements
from worker.read.board.fields import Found
from worker.read.board.javascript import Form, Run, Value
from worker.read.board.row import Link

_IDENTIFIES = re.compile(r"[\w-]*\d{3,}[\w-]*")
_ADDRESS = re.compile(r"(?:https?://|\.{0,2}/|[\w-]+\.(?:php|do|asp|aspx|jsp|html?)\?)\S*\d\S*", re.IGNORECASE)
_DATA = re.compile(r"\.data\(|\.dataset\.|['\"]data-")
_UNSENT = {"submit", "button", "image", "reset", "file"}
MOST_LINKS = 2_000
MOST_FUNCTIONS = 12
"""That a page's rows may call."""


def addressed(rows: Sequence[Found], tree: LexborHTMLParser) -> list[Found]:
    """The rows, those without an address with the one that their script would open, where it can be known."""
    if all(row.href for row in rows):
        return list(rows)
    page = _Page(tree)
    found = [row if row.href else replace(row, href=page.address(row.link)) for row in rows]
    if any(row.href for row in found):
        return found
    return _by_example(found, tree)


class _Page:
    """A page's scripts and forms, read once."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        texts = "\n;\n".join(node.text() for node in tree.css("script") if not node.attributes.get("src"))
        self._scripts = statements.without_comments(texts)
        self._forms = [_Form(node) for node in tree.css("form")[:50]]
        self._inputs: dict[str, str] = {}
        for node in tree.css("input[value]")[:500]:
            for key in (node.attributes.get("id"), node.attributes.get("name")):
                if key:
                    self._inputs.setdefault(key, node.attributes.get("value") or "")
        self._functions: dict[str, tuple[list[str], list[str]] | None] = {}
        self._handlers = statements.statements(self._scripts) if _DATA.search(self._scripts) else []

    def address(self, link: Link) -> str:
        """What a click on the link opens; "" where that can't be known."""
        own = Run({}, dict(link.told), self._inputs, self._form, is_own=True)
        if link.call and (address := javascript.run(statements.statements(link.call), own)):
            return address
        for name, given in statements.calls(link.call):
            known = self._function(name)
            if known is None:
                if address := next((value for value in given if _ADDRESS.fullmatch(value)), ""):
                    return address
                continue
            names, lines = known
            values = {name: Value(value, is_told=True) for name, value in zip(names, given, strict=False)}
            if address := javascript.run(lines, self._run(values, link)):
                return address
        return (link.told and javascript.run(self._handlers, self._run({}, link))) or ""

    def _run(self, names: dict[str, Value], link: Link) -> Run:
        return Run(names, dict(link.told), self._inputs, self._form)

    def _function(self, name: str) -> tuple[list[str], list[str]] | None:
        if name not in self._functions and len(self._functions) < MOST_FUNCTIONS:
            found = statements.function(self._scripts, name)
            self._functions[name] = (found[0], statements.statements(found[1])) if found else None
        return self._functions.get(name)

    def _form(self, name: str) -> Form | None:
        named = [form for form in self._forms if name in form.names]
        chosen = named or (self._forms if len(self._forms) == 1 else [])
        return chosen[0].form if chosen else None


class _Form:
    def __init__(self, node: LexborNode) -> None:
        told = node.attributes
        self.names = {name for name in (told.get("name"), told.get("id")) if name}
        fields = tuple(
            (name, value.attributes.get("value") or "")
            for value in node.css("input[name]")[:50]
            if (name := value.attributes.get("name")) and value.attributes.get("type") not in _UNSENT
        )
        self.form = Form(told.get("action") or "", (told.get("method") or "get").lower(), fields)


def _by_example(rows: Sequence[Found], tree: LexborHTMLParser) -> list[Found]:
    """Addresses like that of the one plain link that bears a row's number."""
    numbers = [next((n for n in _numbers(row.link)), "") for row in rows]
    known = {number for number in numbers if number}
    for link in tree.css("a[href]")[:MOST_LINKS]:
        href = link.attributes.get("href") or ""
        if not openers.is_page(href):
            continue
        for number in _IDENTIFIES.findall(href):
            if number in known and href.count(number) == 1:
                return [
                    replace(row, href=href.replace(number, own)) if own else row
                    for row, own in zip(rows, numbers, strict=True)
                ]
    return list(rows)


def _numbers(link: Link) -> list[str]:
    given = [value for _, values in statements.calls(link.call) for value in values]
    return [value for value in (*given, *(value for _, value in link.told)) if _IDENTIFIES.fullmatch(value)]
