"""The analyser in a process of its own says what it would say here, and nothing waits for it."""

from __future__ import annotations

import pytest

from notify import korean
from notify.apart import Apart

pytestmark = pytest.mark.skipif(not korean.is_installed(), reason="sokbo[korean] is not installed")


@pytest.mark.slow
def test_it_says_no_until_it_is_ready_and_then_the_same() -> None:
    here, apart = korean.Kiwi(), Apart()
    assert not apart.parts("시스템반도체", 3, 6)
    assert apart.is_loading
    assert apart.wait(60)
    for question in (("시스템반도체", 3, 6), ("기아대책", 0, 2), ("다음주", 1, 3), ("국민연금", 2, 4)):
        assert apart.parts(*question) == here.parts(*question)
    assert apart._child
    apart._child.kill()
    assert apart.parts("국민연금공단", 2, 4) is False
    assert not apart.is_loading


def test_one_that_does_not_come_up_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notify.apart.sys.executable", "/bin/true")
    apart = Apart()
    assert not apart.wait(0.5)
    assert not apart.parts("국민연금", 2, 4)
    assert not apart.is_loading
