"""Chromium, and a person in front of it. Pages that throw, log an error or answer 500 fail the test that met them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from parts import http
from parts.newsroom import Newsroom, empty_site, filled
from parts.site import Site
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

Sit = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        why = f"no Chromium on PATH ({', '.join(NAMES)}): apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    expect.set_options(timeout=15_000)  # a loaded machine takes its time; nobody waits where all is well
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    with empty_site(sqlite_url, tmp_path) as running:
        yield running


@pytest.fixture
def newsroom(site: Site, publisher: http.Server, receiver: http.Server) -> Newsroom:
    return filled(site, publisher, receiver)


@pytest.fixture
def sit(chromium: Browser) -> Iterator[Sit]:
    """Someone sits down in front of an address: `sit(address, width=390, language="ko-KR", dark=True)`."""
    faults: list[str] = []
    opened = []

    def logged(message: ConsoleMessage) -> None:
        # What a form says to a bad input is a 4xx page, and Chromium calls it a failure to load.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(message.text)

    def answered(response: Response) -> None:
        if response.status >= 500:
            faults.append(f"{response.url} answered {response.status}")

    def open_page(address: str, *, width: int = 1200, language: str = "en-US", dark: bool = False) -> Page:
        context = chromium.new_context(
            base_url=address,
            viewport={"width": width, "height": 800},
            locale=language,
            color_scheme="dark" if dark else "light",
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", logged)
        page.on("response", answered)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield open_page
    for context in opened:
        context.close()
    assert not faults
