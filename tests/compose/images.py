"""Stand-ins for the base images, made from Debian's packages, since a test machine may be unable to pull any.

Also the wheels that the product's image is built from: fetched here, with this machine's way to its package index.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from pip._vendor.packaging.markers import Marker, default_environment
from shell import Failed, attempt, run, say

HERE = Path(__file__).parent
BASE = "sokbo-standin/debian:12"
NAMES = ("python", "postgres", "redis", "caddy")
BUILD_BACKENDS = ("hatchling>=1.27", "setuptools", "wheel")
"""For the product, and for what the lock names that comes as source only."""


def stand_in(name: str) -> str:
    """The tag of a stand-in."""
    return f"sokbo-standin/{name}:12"


def make_stand_ins() -> None:
    """Make what is missing; the engine keeps them for the next run."""
    if not _exists(BASE):
        _make_base()
    for name in NAMES:
        if not _exists(stand_in(name)):
            build = ("docker", "build", "--network", "host", "--tag", stand_in(name))
            run(*build, "--file", HERE / "standins" / f"{name}.Dockerfile", HERE / "standins")
            say(f"images: built {stand_in(name)}")


def _exists(tag: str) -> bool:
    return attempt("docker", "image", "inspect", tag).returncode == 0


def _make_base() -> None:
    with tempfile.TemporaryDirectory(prefix="sokbo-debian-") as folder:
        root, archive = Path(folder) / "root", Path(folder) / "root.tar"
        run("debootstrap", "--variant=minbase", "bookworm", root, _mirror(), within=400)
        run("tar", "--create", "--file", archive, "--directory", root, ".")
        run("docker", "import", archive, BASE)
    say(f"images: made {BASE} with debootstrap")


def _mirror() -> str:
    """The mirror that this machine's apt uses."""
    targets = attempt("apt-get", "indextargets", "--format", "$(REPO_URI) $(ORIGIN)", "Created-By: Packages").stdout
    found = [line.split()[0] for line in targets.splitlines() if line.endswith(" Debian")]
    mirror = next((uri for uri in found if "security" not in uri), None)
    if mirror is None:
        raise Failed("apt names no mirror of Debian to make the base image from")
    return mirror


def fetch_wheels(lock: Path, folder: Path, python: str) -> None:
    """Fill the folder with the lock's wheels for Python `python` (such as 3.11.2) and the build backend's."""
    folder.mkdir(exist_ok=True)
    wanted = folder.parent / "wanted.lock"
    wanted.write_text(_for_python(lock.read_text(), python))
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--dest", folder)
    target = ("--python-version", python.rpartition(".")[0])
    run(*pip, *target, "--no-deps", "--prefer-binary", "--require-hashes", "--requirement", wanted)
    run(*pip, *target, "--only-binary", ":all:", *BUILD_BACKENDS)


def _for_python(lock: str, python: str) -> str:
    """The lock without what that Python does not want: pip judges markers by the Python it runs on."""
    there = default_environment() | {"python_full_version": python, "python_version": python.rpartition(".")[0]}
    kept, keep = [], True
    for line in lock.splitlines():
        if not line.startswith((" ", "#")):
            pin, _, marker = line.rstrip(" \\").partition(" ; ")
            keep = not marker or Marker(marker).evaluate(there)
            line = f"{pin} \\" if line.endswith("\\") else pin
        if keep:
            kept.append(line)
    return "\n".join(kept) + "\n"
