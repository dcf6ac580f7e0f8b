"""The stack under test: the tree as a clone has it, in a folder of its own, with an `.env` as a person writes it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import images
from shell import attempt, run

TREE = Path(__file__).parents[2]
PROJECT = "sokbo-compose-test"


def command() -> tuple[str, ...]:
    """Compose v2 where it is there, else 1.29."""
    v2 = attempt("docker", "compose", "version").returncode == 0
    return ("docker", "compose") if v2 else ("docker-compose",)


def stage(folder: Path) -> None:
    """Copy what a clone of this tree would hold, uncommitted files included, and the wheels beside it."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=TREE)
    for name in filter(None, listed.split("\0")):
        source, target = TREE / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    python = run("docker", "run", "--rm", images.stand_in("python"), "python", "-V").split()[-1]
    images.fetch_wheels(TREE / "requirements.lock", folder / "wheelhouse", python)


@dataclass
class Stack:
    """A compose project in its folder."""

    folder: Path
    port: int
    tls_port: int
    allow: str
    compose_command: tuple[str, ...]

    @property
    def base(self) -> str:
        """Where the web server answers without the proxy."""
        return f"http://127.0.0.1:{self.port}"

    def settings(self) -> dict[str, str]:
        """The `.env` of this test."""
        return {
            "SOKBO_SECRET_KEY": secrets.token_hex(32),
            "POSTGRES_PASSWORD": secrets.token_hex(24),
            "SOKBO_BASE_URL": self.base,
            "SOKBO_TIMEZONE": "Asia/Seoul",
            "SOKBO_ALLOW_ADDRESSES": self.allow,
            "SOKBO_PUBLIC_FEEDS": "on",
            "SOKBO_WEB_PUBLISH": f"127.0.0.1:{self.port}",
            "SOKBO_IMAGE": f"{PROJECT}:local",
            **{f"{name.upper()}_IMAGE": images.stand_in(name) for name in ("python", "postgres", "redis")},
        }

    def write(self, settings: dict[str, str]) -> None:
        """Write the `.env`."""
        (self.folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))

    def attempt(self, *words: str, within: float = 300) -> subprocess.CompletedProcess[str]:
        """Compose, however it ends."""
        return attempt(*self.compose_command, *words, cwd=self.folder, env=self._environment(), within=within)

    def compose(self, *words: str, within: float = 300) -> str:
        """What compose printed; raises `Failed` where it did not end well."""
        return run(*self.compose_command, *words, cwd=self.folder, env=self._environment(), within=within)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SOKBO_", "COMPOSE_"))}
        return kept | {"COMPOSE_PROJECT_NAME": PROJECT}

    def sokbo(self, *words: str) -> str:
        """What `sokbo` printed in the web container."""
        return self.compose("exec", "-T", "web", "sokbo", *words, within=60)

    def inside(self, container: str, *words: str) -> subprocess.CompletedProcess[str]:
        """A command in one container, however it ends."""
        return attempt("docker", "exec", container, *words, within=60)

    def containers(self, service: str | None = None, *, all_: bool = False) -> list[dict[str, Any]]:
        """What the engine knows of the running containers, of one service or of all."""
        label = f"label=com.docker.compose.project={PROJECT}"
        of = ("--filter", f"label=com.docker.compose.service={service}") if service else ()
        found = run("docker", "ps", "--quiet", *(("--all",) if all_ else ()), "--filter", label, *of).split()
        known: list[dict[str, Any]] = json.loads(run("docker", "inspect", *found)) if found else []
        return sorted(known, key=lambda one: str(one["Name"]))

    def down(self, *, keep: bool = False) -> None:
        """Stop and remove everything; the volumes stay only where they are to be kept."""
        self.compose("down", "--remove-orphans", *(() if keep else ("--volumes",)), within=120)
