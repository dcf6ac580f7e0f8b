"""Sitemaps with Google's news extension: addresses with titles, names and dates. Others name no headlines."""

from __future__ import annotations

from collections.abc import Sequence

from sokbo.address import join
from sokbo.keys import key64
from sokbo.model import Document, Entry, Kind, Precision, Skipped
from sokbo.text import clean
from worker.read import fingerprint, tree
from worker.read.charset import from_windows
from worker.read.page import MOST_ENTRIES, Page
from worker.read.tree import Element, child, local, text_of


def read(page: Page) -> Document:
    """The news of a sitemap; an index of sitemaps and one without news have none, and a warning."""
    root, warnings = tree.parse(page)
    urls = [e for e in root.iter() if local(e) == "url"][:MOST_ENTRIES]
    prints: Sequence[int | None] = fingerprint.of_elements(page.data, "url", len(urls)) or [None] * len(urls)
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    for url, print_ in zip(urls, prints, strict=True):
        found = _entry(url, print_, page)
        (entries if isinstance(found, Entry) else skipped).append(found)  # type: ignore[arg-type]
    if not urls and (first := next((e for e in root.iter() if local(e) == "loc"), None)) is not None:
        warnings += (f"an index of sitemaps: add one that it lists, such as {text_of(first).strip()[:200]}",)
    elif not entries and not page.passed:
        warnings += ("a sitemap without news: its entries have no titles",)
    return Document(
        kind=Kind.SITEMAP,
        encoding=page.encoding,
        title="",
        entries=tuple(entries),
        skipped=tuple(skipped),
        warnings=warnings,
    )


def _entry(url: Element, print_: int | None, page: Page) -> Entry | Skipped:
    loc = _text(url, "loc")
    news = child(url, "news")
    if news is None:
        return Skipped("no title", loc)
    title = clean(from_windows(_text(news, "title")))
    if not title:
        return Skipped("no title", loc)
    said = _text(news, "publication_date")
    moment = page.when(said) if said else None
    publication = child(news, "publication")
    outlet = "" if publication is None else clean(_text(publication, "name"))
    return Entry(
        title=title,
        url=join(page.url, loc),
        outlet=outlet or None,
        published=moment.at if moment else None,
        precision=moment.precision if moment else Precision.NONE,
        fingerprint=key64(title, loc, said, outlet) if print_ is None else print_,
    )


def _text(element: Element, name: str) -> str:
    part = child(element, name)
    return "" if part is None else text_of(part).strip()
