"""A recipe and a page to entries: a few queries over the whole tree, then plain values row by row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sokbo.address import join, lasting
from sokbo.model import Entry, Skipped
from sokbo.text import clean
from worker.read.board import entries, markup, notices, openers, people, words
from worker.read.board.days import When, dated
from worker.read.board.recipe import Field, Recipe
from worker.read.board.row import Piece
from worker.read.moment import Moment

MOST_ROWS = 2_000
BEYOND = 20
"""Elements in no row that is looked at, after which the rows are over."""
_VALUES = re.compile(r"'([^']*)'|\"([^\"]*)\"|(?<![\w$])(\d+)(?!\w)")
_CUT = re.compile(r"\s*(?:…|\.{2,}|‥|⋯)$")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_UNSAID = {"script", "style", "noscript", "template", "select", "textarea", "iframe"}
_SEPARATORS = str.maketrans("_-", "  ")
_PLACE = re.compile(r"\{(\d)\}")


@dataclass(frozen=True, slots=True)
class Told:
    """What one row says."""

    title: str
    href: str
    author: str
    outlet: str
    moment: Moment | None
    number: str
    names: str
    """Its own class and id."""


@dataclass(frozen=True, slots=True)
class Served:
    """What a recipe made of a page."""

    entries: tuple[Entry, ...]
    skipped: tuple[Skipped, ...]
    seen: Mapping[str, int]
    """How many rows there are, and how many of them have what."""


class Rows:
    """The rows of a page, and what stands where in each."""

    def __init__(self, tree: LexborHTMLParser, path: str, most: int = MOST_ROWS) -> None:
        self._tree = tree
        self.path = path
        self.nodes: Sequence[LexborNode] = tree.css(path)[:most]
        self._after: dict[int, dict[int, int]] = {}

    def pick(self, at: str) -> list[LexborNode | None]:
        """The first element at the path in each row; None where it has none."""
        if not at:
            return list(self.nodes)
        found: list[LexborNode | None] = [None] * len(self.nodes)
        for row, node in self._matches(at):
            if found[row] is None:
                found[row] = node
        return found

    def marked(self, mark: str) -> set[int]:
        """The rows that match, or have something in them that does."""
        at, _, text = mark.partition(" = ")
        told = {row for row, node in self._matches(at) if not text or _line(node) == text}
        own = self._own(at)
        if own and not text:
            places = self._places(0)
            told |= {places[node.mem_id] for node in self._tree.css(own) if node.mem_id in places}
        return told

    def _own(self, mark: str) -> str:
        """The path of rows that bear a mark themselves; "" where they can't."""
        if " " in mark:
            return ""
        start, between, last = self.path.rpartition(" ")
        tag = re.match(r"\w*", last)[0]  # type: ignore[index]
        rest = mark.removeprefix(tag) if tag and re.match(rf"{tag}(?!\w)", mark) else mark
        return f"{start}{between}{last}{rest}" if rest[:1] in {".", "#", "[", ":"} else ""

    def _matches(self, at: str) -> list[tuple[int, LexborNode]]:
        places = self._places(_steps_beside(at))
        found = []
        beyond = 0
        for node in self._tree.css(f"{self.path} {at}"):
            around: LexborNode | None = node
            while around is not None and around.mem_id not in places:
                around = around.parent
            if around is not None:
                found.append((places[around.mem_id], node))
            elif (beyond := beyond + 1) > BEYOND:
                break
        return found

    def _places(self, beside: int) -> dict[int, int]:
        """Rows by their elements, or by the element so many places behind."""
        if beside not in self._after:
            self._after[beside] = places = {}
            for row, first in enumerate(self.nodes):
                node: LexborNode | None = first
                for _ in range(beside):
                    node = _next(node)
                if node is not None:
                    places[node.mem_id] = row
        return self._after[beside]


def _steps_beside(at: str) -> int:
    """How many elements behind the row a path begins."""
    steps = 0
    while at.startswith("+"):
        steps += 1
        _, _, at = at.removeprefix("+ ").partition(" ")
    return steps


def _next(node: LexborNode | None) -> LexborNode | None:
    node = node.next if node is not None else None
    while node is not None and not node.is_element_node:
        node = node.next
    return node


def apply(recipe: Recipe, tree: LexborHTMLParser, base: str, when: When) -> Served:
    """What the recipe finds on a page whose links start from `base` and whose dates `when` reads."""
    rows = Rows(tree, recipe.rows)
    told = _told(recipe, rows, when)
    out = {row for mark in recipe.without for row in rows.marked(mark)}
    titled = [one for row, one in enumerate(told) if one.title and row not in out]
    reasons = [_reason(one) if recipe.wary else "" for one in titled]
    if recipe.number is not None:
        reasons = notices.unnumbered(titled, reasons)
    if recipe.wary:
        reasons = notices.unlike(titled, reasons)
    skipped = [Skipped("notice", told[row].title) for row in sorted(out) if told[row].title]
    skipped += [Skipped(reason, one.title) for one, reason in zip(titled, reasons, strict=True) if reason]
    kept = [one for one, reason in zip(titled, reasons, strict=True) if not reason]
    made, repeated = _entries(kept, base)
    return Served(tuple(made), (*skipped, *repeated), _seen(rows, kept))


def _seen(rows: Rows, kept: Sequence[Told]) -> dict[str, int]:
    counts = {
        "titles": len(kept),
        "addresses": sum(1 for one in kept if one.href),
        "dates": sum(1 for one in kept if one.moment),
        "authors": sum(1 for one in kept if one.author),
        "outlets": sum(1 for one in kept if one.outlet),
    }
    return {"rows": len(rows.nodes)} | {name: count for name, count in counts.items() if count}


def _told(recipe: Recipe, rows: Rows, when: When) -> list[Told]:
    moment = moments(when)
    nodes = rows.pick(recipe.title.at)
    titles = [title(node, recipe.title.take, moment) if node is not None else "" for node in nodes]
    empty = [""] * len(titles)
    hrefs = addresses(rows, recipe.address) if recipe.address else empty
    by = [author(text) for text in texts(rows, recipe.author)] if recipe.author else empty
    outlets = [people.named(text) for text in texts(rows, recipe.outlet)] if recipe.outlet else empty
    dates = [moment(text) for text in texts(rows, recipe.date)] if recipe.date else [None] * len(titles)
    numbers = texts(rows, recipe.number) if recipe.number else empty
    names = [markup.attribute(node, "class") for node in rows.nodes] if recipe.wary else empty
    return list(map(Told, without_new(titles), hrefs, by, outlets, dates, numbers, names))


def moments(when: When) -> Callable[[str], Moment | None]:
    """Reads dates, each once: rows of a day have the same."""

    @cache
    def moment(text: str) -> Moment | None:
        return dated(text, when)

    return moment


def texts(rows: Rows, where: Field) -> list[str]:
    """What stands there in each row, on one line; "" where there is nothing."""
    return [_taken(node, where.take) if node is not None else "" for node in rows.pick(where.at)]


def _taken(node: LexborNode, take: str) -> str:
    return markup.attribute(node, take).strip() if take else _line(node)


def _line(node: LexborNode) -> str:
    """The text of an element on one line."""
    if node.tag == "img":
        return markup.attribute(node, "alt").strip()
    return " ".join(node.text(separator=" ").split())


def addresses(rows: Rows, where: Field) -> list[str]:
    """The address that each row gives, as written; "" where it gives none."""
    made = []
    for node in rows.pick(where.at):
        said = markup.attribute(node, where.take or "href").strip() if node is not None else ""
        if where.template:
            said = filled(where.template, said)
        made.append(said if said and openers.is_page(said) else "")
    return made


def values(script: str) -> list[str]:
    """The words and numbers that a script names, in order; of what is no script, all."""
    if "(" not in script:
        return [script] if script else []
    return [found[1] or found[2] or found[3] or "" for found in _VALUES.finditer(script[:2_000])]


def filled(template: str, script: str) -> str:
    """The address that a template and a script make; "" where the script names too little."""
    given = values(script)
    wanted = [int(place) for place in _PLACE.findall(template)]
    if not wanted or max(wanted) > len(given) or not min(wanted):
        return ""
    return _PLACE.sub(lambda place: given[int(place[1]) - 1], template)


@lru_cache(maxsize=4_096)  # those who write for a board write for it again
def author(text: str) -> str:
    """The name that a text gives."""
    return people.author((Piece(text, 0, 0, None, "author"),), {}) if text else ""


# --- titles -----------------------------------------------------------------------------------------------------------


def title(node: LexborNode, take: str, moment: Callable[[str], Moment | None]) -> str:
    """The title that an element holds, without badges at its ends, whole where its tooltip has more."""
    if take:
        return clean(markup.attribute(node, take))
    text = words.COMMENTS.sub("", clean(_said(node, moment)))
    if _CUT.search(text):
        text = _whole(text, node)
    return text if words.says(text) else ""


def _said(node: LexborNode, moment: Callable[[str], Moment | None]) -> str:
    children = [c for c in node.iter(include_text=True) if not c.is_comment_node]
    if all(child.is_text_node for child in children):
        return node.text(deep=False)
    pieces = [(c, _piece(c)) for c in children]
    start, end = 0, len(pieces)
    while start < end and _decorates(*pieces[start], moment):
        start += 1
    while end > start and _decorates(*pieces[end - 1], moment):
        end -= 1
    if end - start == 1 and pieces[start][0].is_element_node:
        return _said(pieces[start][0], moment)
    return "".join(text for _, text in pieces[start:end])


def _piece(node: LexborNode) -> str:
    if node.is_text_node:
        return node.text_content or ""
    if node.tag in _UNSAID or _HIDDEN.search(markup.attribute(node, "style")):
        return ""
    return node.text()


def _decorates(node: LexborNode, text: str, moment: Callable[[str], Moment | None]) -> bool:
    text = text.strip()
    if not text or not node.is_element_node:
        return not text
    if words.BADGE.fullmatch(text):
        return True
    found = moment(text) if len(text) <= people.LONGEST else None
    return found is not None and not found.rest


def _whole(text: str, node: LexborNode) -> str:
    begun = _CUT.sub("", text)
    for near in (node, node.parent):
        told = clean(markup.attribute(near, "title")) if near is not None else ""
        if told.startswith(begun) and not _CUT.search(told):
            return told
    return text


def without_new(titles: Sequence[str]) -> list[str]:
    """Titles without a "new" that stands behind many of them as plain text."""
    said = [text for text in titles if text]
    ends = sum(1 for text in said if words.NEW.search(text))
    if ends < 2 or ends < len(said) * entries.HABIT:
        return list(titles)
    return [words.NEW.sub("", text) for text in titles]


# --- entries ----------------------------------------------------------------------------------------------------------


def _reason(row: Told) -> str:
    """Why a row is no headline by what it calls itself; "" where it is one."""
    if row.names and (
        set(row.names.lower().translate(_SEPARATORS).split()) & words.NOTICE_NAMES
        or words.NOTICE_ROW.search(row.names.lower())
    ):
        return "notice"
    if words.NOTICE_TITLE.match(row.title) or (row.number and words.NOTICE.fullmatch(row.number)):
        return "notice"
    return ""


def _entries(rows: Sequence[Told], base: str) -> tuple[list[Entry], list[Skipped]]:
    """The rows as entries, each address once."""
    known: set[str] = set()
    made: list[Entry] = []
    repeated: list[Skipped] = []
    for row in rows:
        address = join(base, row.href)
        address = address and lasting(address)
        if (address or row.title) in known:
            repeated.append(Skipped("repeated", row.title))
            continue
        known.add(address or row.title)
        made.append(entries.entry(row.title, address, row.author, row.outlet, row.moment))
    return made, repeated
