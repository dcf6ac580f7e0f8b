"""A process that gives no answer for long is hung; one that answers in any way, or was only slow to begin, is not."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from selectors import DefaultSelector

import pytest

from cli.tree.plan import Question
from cli.tree.pulse import MISSES, MISSES_AT_START, Pulse, ok


@pytest.fixture
def selector() -> Iterator[DefaultSelector]:
    with DefaultSelector() as made:
        yield made


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(tmp_path / "s"))
        made.listen(100)
        yield made


def turn(selector: DefaultSelector, times: int = 2) -> None:
    for _ in range(times):
        for key, _ in selector.select(0.05):
            key.data()


def answer(selector: DefaultSelector, listener: socket.socket, text: bytes) -> bytes:
    turn(selector)
    connection, _ = listener.accept()
    with connection:
        asked = connection.recv(100)
        if text:
            connection.sendall(text)
    turn(selector)
    return asked


def test_one_who_answers_is_well(selector: DefaultSelector, listener: socket.socket) -> None:
    pulse = Pulse(selector, Question(listener.getsockname(), "PING\r\n"))
    pulse.look(100.0)
    assert answer(selector, listener, b"-LOADING\r\n") == b"PING\r\n"
    assert pulse.answered
    assert pulse.misses == 0
    assert not selector.get_map()


def test_one_who_hangs_up_without_a_word_has_not_answered(selector: DefaultSelector, listener: socket.socket) -> None:
    pulse = Pulse(selector, Question(listener.getsockname(), "PING\r\n"))
    pulse.look(100.0)
    answer(selector, listener, b"")
    assert not pulse.answered
    assert pulse.misses == 1


def test_silence_after_an_answer_makes_it_hung(selector: DefaultSelector, listener: socket.socket) -> None:
    pulse = Pulse(selector, Question(listener.getsockname(), "PING\r\n"))
    pulse.look(0.0)
    answer(selector, listener, b"+PONG\r\n")
    for looks in range(1, MISSES + 1):
        assert not pulse.hung
        pulse.look(looks * 10.0)
        turn(selector)
    pulse.look(1000.0)
    assert pulse.hung
    pulse.stop()
    assert not selector.get_map()


def test_one_answer_makes_the_silence_before_it_forgotten(selector: DefaultSelector, listener: socket.socket) -> None:
    pulse = Pulse(selector, Question(listener.getsockname(), "PING\r\n"))
    for now in (0.0, 10.0, 20.0):
        pulse.look(now)
        turn(selector)
    assert pulse.misses == 2
    listener.accept()[0].close()
    listener.accept()[0].close()
    answer(selector, listener, b"+PONG\r\n")
    assert pulse.misses == 0


def test_who_is_not_there_yet_gets_a_minute(selector: DefaultSelector, tmp_path: Path) -> None:
    pulse = Pulse(selector, Question(str(tmp_path / "nobody"), "PING\r\n"))
    now = 0.0
    while not pulse.hung:
        pulse.look(now)
        assert pulse.next_look > now
        now = pulse.next_look
    assert pulse.misses == MISSES_AT_START
    assert now == pytest.approx(60.0)


def test_an_answer_may_take_longer_than_the_time_to_the_next_look(
    selector: DefaultSelector, listener: socket.socket
) -> None:
    pulse = Pulse(selector, Question(listener.getsockname(), "GET /readyz HTTP/1.0\r\n\r\n"), every_s=0.1, good=ok)
    for now in (0.0, 0.1, 0.2, 0.3):
        pulse.look(now)
        turn(selector)
    assert answer(selector, listener, b"HTTP/1.1 200 OK\r\n\r\n")
    assert pulse.answered
    assert pulse.misses == 0


def test_looking_too_early_asks_nothing(selector: DefaultSelector, tmp_path: Path) -> None:
    pulse = Pulse(selector, Question(str(tmp_path / "nobody"), "PING\r\n"), every_s=5)
    pulse.look(10.0)
    pulse.look(14.9)
    assert pulse.misses == 1
    pulse.look(15.0)
    assert pulse.misses == 2


def test_a_refused_connection_is_a_miss(selector: DefaultSelector) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    pulse = Pulse(selector, Question(("127.0.0.1", port), "GET / HTTP/1.0\r\n\r\n"))
    pulse.look(0.0)
    turn(selector)
    assert pulse.misses == 1


@pytest.mark.parametrize(
    ("status_line", "well"),
    [(b"HTTP/1.1 200 OK", True), (b"HTTP/1.0 503 Service Unavailable", False), (b"", False), (b"+PONG", False)],
)
def test_only_200_means_ready(status_line: bytes, well: bool) -> None:
    assert ok(status_line) is well
