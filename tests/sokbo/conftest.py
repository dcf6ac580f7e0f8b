"""Servers of bare sockets, for the tests of the core."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from parts import raw


@pytest.fixture
def serve_raw() -> Iterator[Callable[..., raw.Raw]]:
    """Start a server of bare sockets that answers like this."""
    with ExitStack() as stack:
        yield lambda answer, tls=None: stack.enter_context(raw.server(answer, tls))
