"""The built wheel, in an environment of its own: it holds everything, and what runs is what it brought."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("sokbo", "worker", "notify", "feeds", "web", "cli")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def run(*command: str | Path, folder: Path = ROOT) -> str:
    """What a command prints, its settings its own."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("SOKBO_", "PYTHON"))}
    environ["SOKBO_DATA_DIR"] = str(folder / "data")
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as an installer would build it."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT)
    (built,) = folder.glob("sokbo-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of a fresh environment with the wheel in it, and what it needs borrowed from this one."""
    home = tmp_path_factory.mktemp("venv")
    run(sys.executable, "-m", "venv", "--without-pip", home)
    python = home / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    # A .pth file within a folder that a .pth file names is not read: this checkout stays out.
    (Path(packages) / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return home / "bin"


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(wheel: Path) -> None:
    here = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    there = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert there == here
    assert {name.rpartition(".")[2] for name in there} >= {"py", "html", "css", "js", "toml"}


@pytest.mark.parametrize("package", PACKAGES)
def test_elsewhere_it_is_the_wheel_that_is_imported(installed: Path, tmp_path: Path, package: str) -> None:
    found = run(installed / "python", "-c", f"import {package}; print({package}.__file__)", folder=tmp_path)
    assert Path(found).is_relative_to(installed.parent)


def test_the_command_runs_and_brings_a_database_to_its_version(installed: Path, tmp_path: Path) -> None:
    assert "source" in run(installed / "sokbo", "--help", folder=tmp_path)
    assert "The database is at version" in run(installed / "sokbo", "migrate", folder=tmp_path)
