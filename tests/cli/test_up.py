"""`sokbo up` looks before anything starts: what stands in the way is told in one line, and nothing is left behind."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from cli.up import demo_port, server
from sokbo import runtime
from sokbo.settings import Settings, load


def up(*args: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SOKBO_")}
    command = [sys.executable, "-P", "-m", "cli.main", "up", *args]
    return subprocess.run(
        command, cwd=cwd, env={**clean, **environ}, capture_output=True, text=True, timeout=30, check=False
    )


def refusal(of: subprocess.CompletedProcess[str]) -> tuple[int, str]:
    """Exit status and the one line."""
    assert of.stdout == ""
    assert of.stderr.count("\n") == 1
    return of.returncode, of.stderr.strip()


def test_a_second_one_on_the_same_folder_is_refused_and_told_the_process(tmp_path: Path) -> None:
    lock = runtime.take(tmp_path)
    status, line = refusal(up("--data", str(tmp_path), cwd=tmp_path))
    os.close(lock)
    assert status == 69
    assert line.startswith(f"sokbo: `sokbo up` already runs on {tmp_path} (process {os.getpid()})")


def test_a_port_in_use_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, line = refusal(up("--data", str(tmp_path / "data"), "--port", str(port), cwd=tmp_path))
    assert (status, line) == (69, f"sokbo: port {port} at 127.0.0.1 is in use: choose another with --port")
    assert [path.name for path in (tmp_path / "data").iterdir()] == [runtime.LOCK]


def test_a_host_that_is_not_here_is_told(tmp_path: Path) -> None:
    status, line = refusal(up("--data", "data", "--host", "192.0.2.1", cwd=tmp_path))
    assert status == 69
    assert line.startswith("sokbo: nothing can listen at 192.0.2.1 port 8321 (")


@pytest.mark.parametrize("folder", ["file", "file/below", "/proc/data"])
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").write_text("")
    status, line = refusal(up("--data", folder, cwd=tmp_path))
    assert status == 69
    assert line.startswith("sokbo: the data folder ")
    assert line.endswith("choose another with --data")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become someone else")
def test_a_folder_of_someone_else_is_told(tmp_path: Path) -> None:
    script = "import os, sys; from cli.main import main; import cli.up; os.setuid(65534); main(['up', *sys.argv[1:]])"
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        command = [sys.executable, "-P", "-c", script, "--data", folder]
        answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    status, line = refusal(answer)
    assert status == 69
    assert line.startswith(f"sokbo: the data folder {folder} can't be written (")


def test_a_setting_that_makes_no_sense_is_told(tmp_path: Path) -> None:
    status, line = refusal(up(cwd=tmp_path, SOKBO_TIMEZONE="Mars/Olympus"))
    assert status == 2
    assert "SOKBO_TIMEZONE" in line
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("args", [("--port", "x"), ("--port", "70000"), ("--nonsense",)])
def test_wrong_usage_has_its_own_status(tmp_path: Path, args: tuple[str, ...]) -> None:
    assert up(*args, cwd=tmp_path).returncode == 2


def test_the_folder_it_makes_is_for_its_owner_alone(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        up("--data", "new", "--port", str(other.getsockname()[1]), cwd=tmp_path)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def in_folder(folder: Path, **environ: str) -> Settings:
    return load({"SOKBO_DATA_DIR": str(folder), **environ})


def test_the_demo_comes_into_an_empty_folder_and_stays_at_its_port(tmp_path: Path) -> None:
    port = demo_port(in_folder(tmp_path))
    assert port
    runtime.write(tmp_path, runtime.Runtime(1, "127.0.0.1", 8321, demo_address=f"127.0.0.1:{port}"))
    (tmp_path / "sokbo.db").touch()
    assert demo_port(in_folder(tmp_path)) == port


def test_the_demo_never_comes_into_a_folder_in_use(tmp_path: Path) -> None:
    assert demo_port(in_folder(tmp_path, SOKBO_DATABASE_URL="postgresql://localhost/news")) is None
    (tmp_path / "sokbo.db").touch()
    assert demo_port(in_folder(tmp_path)) is None


def test_a_redis_of_the_operator_is_left_alone(tmp_path: Path) -> None:
    assert server(in_folder(tmp_path, SOKBO_REDIS_URL="redis://127.0.0.1:1/0")) is None
    assert server(in_folder(tmp_path))
