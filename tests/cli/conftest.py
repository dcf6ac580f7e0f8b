"""The command line on a fresh installation that may read from loopback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import sokbo


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("SOKBO_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SOKBO_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SOKBO_ALLOW_ADDRESSES", "127.0.0.0/8")
    return lambda *words: CliRunner().invoke(sokbo, words)
