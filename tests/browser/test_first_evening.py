"""The first evening with the whole product: `sokbo up`, its printed link, a time zone, a source, a watch, an alert."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from parts import feeds, http
from parts.newsroom import NEW, OLD
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Sit

pytestmark = pytest.mark.browser


@pytest.fixture
def printed_link(tmp_path: Path) -> Iterator[str]:
    """The whole tree runs; the link that it printed at its first start."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SOKBO_")}
    command = [sys.executable, "-P", "-m", "cli.main", "up", "--no-demo", "--port", "0", "--data", "data"]
    tree = subprocess.Popen(
        command, env=clean | {"SOKBO_ALLOW_ADDRESSES": "127.0.0.0/8"}, stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert tree.stdout
    try:
        yield next(line.strip() for line in tree.stdout if "/login/" in line)
    finally:
        tree.send_signal(signal.SIGINT)
        tree.wait(15)
        tree.stdout.close()


def test_from_the_printed_link_to_the_first_alert(printed_link: str, sit: Sit, publisher: http.Server) -> None:
    publisher.pages["/board"] = feeds.board(OLD)
    page = sit(printed_link.partition("/login/")[0], language="ko-KR")
    page.goto(printed_link)
    page.get_by_role("button", name="들어가기").click()

    # One question, its answer offered.
    expect(page.get_by_label("시간대")).to_have_value("Asia/Seoul")
    page.get_by_role("button", name="시작").click()

    # A source, through its preview; what is there now is history.
    page.get_by_role("link", name="소스 더하기").click()
    page.get_by_label("주소").fill(publisher.url("/board"))
    page.get_by_role("button", name="미리보기").click()
    page.get_by_label(re.compile("간격")).fill("1")
    page.get_by_role("button", name="더하기").click()
    expect(page.get_by_role("status").filter(visible=True)).to_contain_text("3건을 지난 소식으로 담았습니다.")

    page.get_by_role("link", name="키워드").click()
    page.get_by_role("textbox", name="규칙").fill("지진")
    page.get_by_role("button", name="키워드 더하기").click()
    expect(page.get_by_role("link", name="지진")).to_be_visible()

    # The board shows one more: it comes to the open page, and to the inbox.
    page.get_by_role("link", name="속보판").click()
    expect(page.locator(".row")).to_have_count(3)
    publisher.pages["/board"] = feeds.board([NEW, *OLD])
    expect(page.locator(".row").first).to_contain_text(NEW.title)
    page.get_by_role("link", name="알림함").click()
    expect(page.locator(".row mark")).to_have_text("지진")
