"""Headlines to fill feeds with, on one fixed morning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from feeds.page import FeedPage, item
from sokbo.model import Headline, Precision

INSTALLATION = "0d5b2c7e-55a8-4a3a-9a5e-3f1f0c6f9c11"
SEEN = datetime(2026, 11, 23, 1, 30, 15, 250_000, UTC)


def _headline(**values: Any) -> Headline:
    usual: dict[str, Any] = {
        "id": 1,
        "title": "[속보] 한은, 기준금리 0.25%p 인하",
        "url": "https://outlet.example/news/1",
        "source": 1,
        "outlet": "가나일보",
        "author": None,
        "published": datetime(2026, 11, 23, 1, 29, 0, tzinfo=UTC),
        "precision": Precision.MINUTE,
        "seen": SEEN,
        "labels": (),
        "story": 1,
        "seq": 1,
        "private": False,
        "news": True,
        "embargo": None,
        "revised": None,
    }
    return Headline(**(usual | values))


def _page(*headlines: Headline, **values: Any) -> FeedPage:
    usual: dict[str, Any] = {
        "installation": INSTALLATION,
        "name": "all",
        "title": "Sokbo",
        "path": "/feeds/all",
        "home": "/",
        "private": False,
        "items": tuple(item(h, public=True) for h in headlines),
    }
    return FeedPage(**(usual | values))


@pytest.fixture(scope="session")
def headline() -> Callable[..., Headline]:
    """A headline, with these values in place of the usual ones."""
    return _headline


@pytest.fixture(scope="session")
def page() -> Callable[..., FeedPage]:
    """The feed of these headlines."""
    return _page
