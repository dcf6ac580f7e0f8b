"""Sites to visit: an empty one, and one whose first person has been alerted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from parts import http
from parts.newsroom import Newsroom, empty_site, filled
from parts.site import Site


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    with empty_site(sqlite_url, tmp_path) as running:
        yield running


@pytest.fixture
def newsroom(site: Site, publisher: http.Server, receiver: http.Server) -> Newsroom:
    return filled(site, publisher, receiver)
