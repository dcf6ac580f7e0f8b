"""The supervisor over real processes: it starts, starts again, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from parts import http, tree
from parts.http import Page
from parts.tree import child, marked, python, supervised, until

from cli.tree.plan import Child, Question, When
from sokbo import runtime


@pytest.fixture
def port(publisher: http.Server) -> int:
    """Where /readyz answers 200."""
    publisher.pages["/readyz"] = Page()
    return publisher.port


def writes(folder: Path, word: str, *, then: str = tree.SLEEP) -> str:
    """A script that notes that it ran, in the order of all that did."""
    return f"open({str(folder / 'notes')!r}, 'a').write('{word} ')\n{then}"


def notes(folder: Path) -> str:
    path = folder / "notes"
    return path.read_text() if path.exists() else ""


def on_term(folder: Path, word: str, *, seconds: float = 0) -> str:
    """A script that finishes something for some seconds when it is told to end."""
    return (
        "import signal, sys, time\n"
        "def end(*_):\n"
        f"    time.sleep({seconds}); open({str(folder / 'notes')!r}, 'a').write('{word} '); sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        f"open({str(folder / word)!r}, 'w')\n"
        "while True: time.sleep(60)\n"
    )


def test_a_child_that_is_killed_is_started_again_at_once(tmp_path: Path, port: int) -> None:
    with supervised(tmp_path, child("a"), child("b"), port=port) as running:
        until(lambda: running.pid("a") and running.pid("b"))
        first, other = running.pid("a"), running.pid("b")
        os.kill(first, signal.SIGKILL)
        until(lambda: running.pid("a") not in (0, first))
        assert running.restarts("a") == 1
        assert (running.pid("b"), running.restarts("b")) == (other, 0)
        assert running.stop() == 0
        _, err = running.process.communicate()
    assert err == "a was ended by SIGKILL; starting it again now\n"


def test_a_child_that_ends_by_itself_is_started_again_too(tmp_path: Path, port: int) -> None:
    with supervised(tmp_path, child("a", writes(tmp_path, "a", then="")), port=port) as running:
        until(lambda: notes(tmp_path).startswith("a a a "))
        running.stop()
        _, err = running.process.communicate()
    assert err.startswith(
        "a ended with status 0; starting it again now\na ended with status 0; starting it again in 0.5 s"
    )


def test_the_steps_come_in_their_order(tmp_path: Path, port: int) -> None:
    children = (
        child("redis", writes(tmp_path, "first"), When.FIRST),
        child("migrate", writes(tmp_path, "prepare", then="import time; time.sleep(.2)"), When.PREPARE),
        child("web", writes(tmp_path, "service")),
        Child("login", python("print('log in here')"), When.GREET),
    )
    with supervised(tmp_path, *children, port=port) as running:
        assert running.process.stdout
        assert [running.process.stdout.readline() for _ in range(2)] == ["ready\n", "log in here\n"]
        state = running.state()
        assert state
        assert state.ready
        assert [process.name for process in state.processes] == ["redis", "web"]
        until(lambda: len(notes(tmp_path).split()) == 3)
        running.stop()
    assert sorted(notes(tmp_path).split()[:2]) == ["first", "prepare"]
    assert notes(tmp_path).split()[2:] == ["service"]


def test_all_finish_what_they_have_in_hand_and_the_first_is_last(tmp_path: Path, port: int) -> None:
    children = (
        child("redis", on_term(tmp_path, "redis"), When.FIRST),
        child("web", on_term(tmp_path, "web", seconds=0.6)),
        child("beat", on_term(tmp_path, "beat")),
    )
    with supervised(tmp_path, *children, port=port) as running:
        until(lambda: all((tmp_path / name).exists() for name in ("redis", "web", "beat")))
        assert running.stop(signal.SIGTERM) == 0
    assert notes(tmp_path) == "beat web redis "


def test_a_stopped_child_is_woken_to_end(tmp_path: Path, port: int) -> None:
    with supervised(tmp_path, child("a", on_term(tmp_path, "a")), port=port) as running:
        until((tmp_path / "a").exists)
        os.kill(running.pid("a"), signal.SIGSTOP)
        assert running.stop() == 0
    assert notes(tmp_path) == "a "


def test_a_stopped_redis_is_woken_so_that_the_others_can_finish(tmp_path: Path, port: int) -> None:
    redis = "import signal, time\nsignal.signal(signal.SIGCONT, lambda *_: open(%r, 'w'))\nopen(%r, 'w')\n"
    redis += "while True: time.sleep(60)"
    waits = "import os, signal, sys, time\ndef end(*_):\n while not os.path.exists(%r): time.sleep(.02)\n sys.exit(0)\n"
    waits += "signal.signal(signal.SIGTERM, end)\nopen(%r, 'w')\nwhile True: time.sleep(60)"
    woken, listens, begun = (str(tmp_path / name) for name in ("woken", "listens", "begun"))
    children = (child("redis", redis % (woken, listens), When.FIRST), child("worker", waits % (woken, begun)))
    with supervised(tmp_path, *children, port=port) as running:
        until(lambda: Path(begun).exists() and Path(listens).exists())
        os.kill(running.pid("redis"), signal.SIGSTOP)
        assert running.stop() == 0
        _, err = running.process.communicate()
    assert err == ""


STUBBORN = (
    "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('deaf', flush=True)\ntime.sleep(600)"
)


def test_a_second_ctrl_c_waits_for_nobody(tmp_path: Path, port: int) -> None:
    with supervised(tmp_path, child("a", STUBBORN), port=port) as running:
        assert running.process.stderr
        assert running.process.stderr.readline() == "a | deaf\n"
        running.process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            running.process.wait(0.5)
        assert running.stop() == 0
        assert marked(tmp_path) == []


@pytest.mark.slow
def test_a_child_that_does_not_finish_in_time_is_ended(tmp_path: Path, port: int) -> None:
    with supervised(tmp_path, child("a", STUBBORN), port=port) as running:
        assert running.process.stderr
        assert running.process.stderr.readline() == "a | deaf\n"
        assert running.stop() == 0
        _, err = running.process.communicate()
        assert marked(tmp_path) == []
    assert err == "a did not finish in time; ending it\n"


WITH_HEIR = f"import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', {tree.SLEEP!r}])\ntime.sleep(600)"


def test_what_a_dead_child_started_goes_with_it(tmp_path: Path, port: int) -> None:
    with supervised(tmp_path, child("a", WITH_HEIR), port=port) as running:
        until(lambda: len(marked(tmp_path)) == 3)
        before = set(marked(tmp_path))
        os.kill(running.pid("a"), signal.SIGKILL)
        until(lambda: running.restarts("a") == 1 and len(marked(tmp_path)) == 3)
        assert before & set(marked(tmp_path)) == {running.process.pid}


def test_a_step_that_fails_ends_all_with_its_status_and_its_line(tmp_path: Path, port: int) -> None:
    fails = "import sys; print('looking'); print('sokbo: the database is too new', file=sys.stderr); sys.exit(69)"
    children = (child("redis", when=When.FIRST), child("migrate", fails, When.PREPARE), child("web"))
    with supervised(tmp_path, *children, port=port) as running:
        out, err = running.process.communicate(timeout=15)
        assert running.process.returncode == 69
        assert marked(tmp_path) == []
    assert (out, err) == ("", "sokbo: the database is too new\n")


def test_a_service_that_says_at_once_that_it_cannot_work_ends_all(tmp_path: Path) -> None:
    taken = "import sys; print('sokbo: the port is in use', file=sys.stderr); sys.exit(69)"
    with supervised(tmp_path, child("web", taken), port=1) as running:
        _, err = running.process.communicate(timeout=15)
        assert running.process.returncode == 69
    assert err == "web | sokbo: the port is in use\n"


def test_a_command_that_is_not_there_is_tried_again(tmp_path: Path, port: int) -> None:
    with supervised(tmp_path, Child("a", (str(tmp_path / "nothing"),)), child("b"), port=port) as running:
        until(lambda: running.restarts("a") >= 2)
        assert running.pid("b")
        assert running.stop() == 0


def test_nothing_outlives_a_killed_supervisor_not_even_what_was_stopped(tmp_path: Path, port: int) -> None:
    forks = "from sokbo import lifeline\nimport os, time\nlifeline.watch()\nos.fork()\ntime.sleep(600)"
    children = (child("plain"), child("forks", forks), child("stopped", forks), child("redis", when=When.FIRST))
    with supervised(tmp_path, *children, port=port) as running:
        until(lambda: len(marked(tmp_path)) == 7)
        for pid in marked(tmp_path):
            if os.getsid(pid) == running.pid("stopped"):
                os.kill(pid, signal.SIGSTOP)
        running.process.kill()
        running.process.wait()
        until(lambda: not marked(tmp_path), "the end of all")
        assert runtime.read(tmp_path) is None
    with supervised(tmp_path, child("again"), port=port) as running:
        until(lambda: running.pid("again"))


def test_a_hung_child_is_ended_and_started_again(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nobody ever answers there: the minute that a start may take is made short, in the supervisor's process too.
    short = tmp_path / "site"
    short.mkdir()
    (short / "sitecustomize.py").write_text("import cli.tree.pulse as pulse\npulse.MISSES_AT_START = 1\n")
    monkeypatch.setenv("PYTHONPATH", str(short))
    mute = child("redis", when=When.FIRST, question=Question(str(tmp_path / "socket"), "PING\r\n"))
    with supervised(tmp_path, mute, port=port) as running:
        until(lambda: running.restarts("redis") >= 1)
        running.stop()
        _, err = running.process.communicate()
    assert err.startswith("redis gives no answer; ending it\nredis was ended by SIGKILL; starting it again now\n")


def test_a_folder_that_again_and_again_fells_its_process_is_put_aside(tmp_path: Path, port: int) -> None:
    kept = tmp_path / "redis"
    kept.mkdir()
    (kept / "appendonly").write_text("garbage")
    stumbles = f"import os, sys, time\nif os.path.exists({str(kept / 'appendonly')!r}): sys.exit(1)\ntime.sleep(600)"
    question = Question(str(tmp_path / "socket"), "PING\r\n")
    redis = child("redis", stumbles, When.FIRST, folders=(str(kept),), disposable=str(kept), question=question)
    with supervised(tmp_path, redis, port=port) as running:
        until(lambda: not (kept / "appendonly").exists() and running.pid("redis"))
        assert running.restarts("redis") == 3
        assert list(kept.iterdir()) == []
    assert (tmp_path / "redis.unreadable" / "appendonly").read_text() == "garbage"


def test_a_state_that_cannot_be_written_stops_nothing(tmp_path: Path, port: int) -> None:
    (tmp_path / f"{runtime.STATE}.new").mkdir()
    with supervised(tmp_path, child("a", writes(tmp_path, "a")), port=port) as running:
        until(lambda: notes(tmp_path) == "a ")
        assert running.stop() == 0


def test_the_supervisor_is_small_and_imports_nothing_of_the_product() -> None:
    script = (
        "import sys, cli.tree.supervise\n"
        "heavy = {'sqlalchemy', 'celery', 'click', 'redis', 'asyncio', 'ssl', 'worker', 'web', 'notify', 'feeds'}\n"
        "print(heavy & set(sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout == "set()\n"


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux counts proportional memory")
def test_the_supervisor_takes_less_than_fifteen_megabytes(tmp_path: Path, port: int) -> None:
    with supervised(tmp_path, child("a"), port=port) as running:
        until(lambda: running.pid("a"))
        lines = Path(f"/proc/{running.process.pid}/smaps_rollup").read_text().splitlines()
        pss = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        assert pss < 15_000
