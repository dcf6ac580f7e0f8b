"""Who holds a data folder, and what others can know about it."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sokbo import runtime
from sokbo.runtime import AlreadyRunning, Process, Runtime

STATE = Runtime(4711, "127.0.0.1", 8321, "redis+socket:///tmp/x", processes=(Process("web", 4712, 1.5, 0),))
HOLD = "import sys, time; from pathlib import Path; from sokbo import runtime\n"
HOLD += "lock = runtime.take(Path(sys.argv[1])); print('held', flush=True); time.sleep(600)"


def test_others_read_what_the_holder_wrote(tmp_path: Path) -> None:
    lock = runtime.take(tmp_path)
    runtime.write(tmp_path, STATE)
    assert runtime.read(tmp_path) == STATE
    os.close(lock)


def test_what_a_dead_supervisor_wrote_is_no_runtime_but_is_remembered(tmp_path: Path) -> None:
    runtime.write(tmp_path, STATE)
    assert runtime.read(tmp_path) is None
    assert runtime.last(tmp_path) == STATE


@pytest.mark.parametrize("left", ["", "{", "[]", '{"pid": 1}', '{"pid": 1, "host": "h", "port": 1, "news": 2}', "\xff"])
def test_a_state_that_makes_no_sense_is_as_good_as_none(tmp_path: Path, left: str) -> None:
    lock = runtime.take(tmp_path)
    (tmp_path / runtime.STATE).write_text(left, "latin-1")
    assert runtime.read(tmp_path) is None
    os.close(lock)


def test_a_folder_that_is_not_there_has_no_runtime(tmp_path: Path) -> None:
    assert runtime.read(tmp_path / "nowhere") is None


def test_a_second_holder_is_refused_and_told_who_was_first(tmp_path: Path) -> None:
    lock = runtime.take(tmp_path)
    with pytest.raises(AlreadyRunning) as refused:
        runtime.take(tmp_path, patience_s=0)
    assert refused.value.pid == os.getpid()
    os.close(lock)


def test_reading_never_keeps_a_supervisor_from_starting(tmp_path: Path) -> None:
    ask = "import sys; from pathlib import Path; from sokbo import runtime\nwhile True: runtime.read(Path(sys.argv[1]))"
    os.close(runtime.take(tmp_path))
    askers = [subprocess.Popen([sys.executable, "-c", ask, str(tmp_path)]) for _ in range(2)]
    try:
        for _ in range(20):
            os.close(runtime.take(tmp_path, patience_s=5))
    finally:
        for asker in askers:
            asker.kill()
            asker.wait()


def test_a_killed_holder_leaves_the_folder_free(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunning):
            runtime.take(tmp_path, patience_s=0)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    os.close(runtime.take(tmp_path, patience_s=0))


def test_the_socket_has_a_short_private_folder_of_its_own(tmp_path: Path) -> None:
    deep = tmp_path / "/".join(["a folder with a long name"] * 5)
    folder = runtime.socket_folder(deep)
    try:
        assert len(os.fsencode(folder / runtime.SOCKET)) < runtime.LONGEST_PATH
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert runtime.socket_folder(deep) == folder
        other = runtime.socket_folder(tmp_path)
        assert other != folder
        other.rmdir()
    finally:
        folder.rmdir()


def test_a_temporary_folder_with_a_long_path_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / ("long" * 25)))
    folder = runtime.socket_folder(tmp_path)
    folder.rmdir()
    assert folder.parent == Path("/tmp")


def test_a_folder_that_others_can_open_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short = Path("/tmp") / f"s{os.getpid()}"
    short.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(short))
    expected = runtime.socket_folder(tmp_path)
    expected.chmod(0o755)
    fresh = runtime.socket_folder(tmp_path)
    try:
        assert fresh != expected
        assert stat.S_IMODE(fresh.stat().st_mode) == 0o700
    finally:
        fresh.rmdir()
        expected.rmdir()
        short.rmdir()
