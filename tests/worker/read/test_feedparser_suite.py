"""Our reader beside feedparser, on every document of feedparser's own suite, which is fetched and never kept."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser
import pytest

from bench import agreement
from worker.read import Unreadable, read

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
SEOUL = ZoneInfo("Asia/Seoul")


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The suite out of the package's source distribution; skipped where no index has it, but not in CI."""
    folder = tmp_path_factory.mktemp("feedparser")
    wanted = f"feedparser=={feedparser.__version__}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    done = subprocess.run(
        [*command, "--dest", folder, wanted], capture_output=True, text=True, timeout=300, check=False
    )
    found = next(folder.glob("*.tar.gz"), None)
    if found is None:
        reason = f"{wanted} can't be had here: {done.stderr.strip()[-200:]}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with tarfile.open(found) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.glob("*/tests"))


@pytest.fixture(scope="module")
def agreed(suite: Path) -> dict[str, agreement.Share]:
    return agreement.table(suite, agreement.WELL)[0]


@pytest.mark.parametrize("field", agreement.FIELDS)
def test_the_two_agree_on_well_formed_documents(agreed: dict[str, agreement.Share], field: str) -> None:
    share = agreed[field]
    assert share.entries > 1000
    assert share.agreed / share.entries >= 0.98


def test_no_document_of_the_suite_makes_reading_raise(suite: Path) -> None:
    documents = [path.read_bytes() for path in suite.rglob("*") if path.is_file()]
    assert len(documents) > 2000
    for body in documents:
        try:
            read(body, url=agreement.PLACE, content_type=None, at=datetime(2025, 6, 26, tzinfo=UTC), zone=SEOUL)
        except Unreadable as error:
            assert len(str(error).splitlines()) == 1  # noqa: PT017
