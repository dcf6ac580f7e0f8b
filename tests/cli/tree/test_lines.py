"""What the processes say reaches the terminal, and never holds anyone up."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from cli.tree import lines
from cli.tree.lines import LONGEST, Lines


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    read, write = os.pipe()
    yield read, write
    os.close(write)


def read_all(source: Lines, times: int = 3) -> None:
    for _ in range(times):
        source.read()


def test_each_line_carries_the_name_of_its_process(pipe: tuple[int, int], capfd: pytest.CaptureFixture[str]) -> None:
    source = Lines(pipe[0], "worker | ")
    os.write(pipe[1], "하나\n\n  \ntwo\nhal".encode())
    read_all(source)
    os.write(pipe[1], b"f\n")
    read_all(source)
    assert capfd.readouterr().err.splitlines() == ["worker | 하나", "worker | two", "worker | half"]


def test_lines_that_are_no_news_are_left_out(pipe: tuple[int, int], capfd: pytest.CaptureFixture[str]) -> None:
    source = Lines(pipe[0], "", quiet=("bye bye",), to=1)
    os.write(pipe[1], b"ready, bye bye...\nout of memory\n")
    read_all(source)
    assert capfd.readouterr().out == "out of memory\n"


def test_a_line_without_an_end_is_passed_on_in_pieces(pipe: tuple[int, int], capfd: pytest.CaptureFixture[str]) -> None:
    source = Lines(pipe[0], "")
    os.write(pipe[1], b"x" * LONGEST)
    read_all(source)
    assert capfd.readouterr().err == "x" * (LONGEST - 1) + "\n"


def test_the_last_words_of_a_process_need_no_line_feed(capfd: pytest.CaptureFixture[str]) -> None:
    read, write = os.pipe()
    source = Lines(read, "")
    os.write(write, b"I am dy")
    os.close(write)
    assert source.read()
    assert not source.read()
    source.close()
    assert not source.read()
    assert capfd.readouterr().err == "I am dy\n"


def test_a_terminal_that_nobody_reads_is_not_waited_for() -> None:
    read, write = os.pipe()
    kept = os.dup(1)
    try:
        os.dup2(write, 1)
        for _ in range(1000):  # far more than a pipe holds
            lines.say("x" * 1000)
    finally:
        os.dup2(kept, 1)
        for descriptor in (read, write, kept):
            os.close(descriptor)


def test_a_terminal_that_is_gone_is_not_missed() -> None:
    read, write = os.pipe()
    os.close(read)
    kept = os.dup(2)
    try:
        os.dup2(write, 2)
        lines.note("nobody hears this")
    finally:
        os.dup2(kept, 2)
        os.close(write)
        os.close(kept)
