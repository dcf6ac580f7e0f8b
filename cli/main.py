"""The table of commands. A command's module is imported when it is called, so that `sokbo preview` starts fast."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

import click

COMMANDS = {
    "preview": ("cli.preview", "Read an address, a file or standard input, and show its headlines."),
    "match": ("cli.try_out", "Try a rule on titles."),
    "stories": ("cli.try_out", "Group headlines into stories."),
    "up": ("cli.up", "Run the whole product on this machine."),
    "doctor": ("cli.doctor", "Check the installation; print each setting and its origin."),
    "status": ("cli.status", "Show the running processes and what waits."),
    "migrate": ("cli.process", "Bring the database to this version."),
    "source": ("cli.source", "Sources: add, set, recipe, list, show, poll, backfill, pause, resume, remove."),
    "opml": ("cli.opml", "Import or export sources as OPML."),
    "watch": ("cli.watch", "Watches: add, edit, list, show, backtest, not-this, pause, resume, remove."),
    "story": ("cli.story", "Stories: show, join, split, undo, mute, unmute."),
    "channel": ("cli.channel", "Channels: add, list, test, remove."),
    "headlines": ("cli.ledger", "The newest headlines."),
    "alerts": ("cli.ledger", "The newest alerts."),
    "deliveries": ("cli.ledger", "The newest deliveries."),
    "tail": ("cli.ledger", "Print headlines and alerts as they come."),
    "token": ("cli.token", "Tokens for programs: add, list, remove."),
    "login": ("cli.person", "Print a fresh one-time login link."),
    "backup": ("cli.backup", "Write everything but the key to a file."),
    "restore": ("cli.backup", "Fill an empty database from a backup."),
    "key": ("cli.key", "The key that secrets are sealed with: show, new, reseal."),
    "worker": ("cli.process", "Run a worker."),
    "beat": ("cli.process", "Run the clock that ticks the workers."),
    "web": ("cli.process", "Run the web server."),
}


def _find(module: ModuleType, name: str) -> Any:
    """A command in its module; one that shares its name with a noun imported there ends in an underscore."""
    return getattr(module, f"{name}_", None) or getattr(module, name)


class Lazy(click.Group):
    """Lists every command from the table and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command, its module imported now; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = _find(importlib.import_module(COMMANDS[cmd_name][0]), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list in `--help`, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sokbo", message="sokbo %(version)s")
def sokbo() -> None:
    """Sokbo, a self-hosted headline desk."""


def main(args: list[str] | None = None) -> Any:
    """Run the command line; ends the process with its exit status."""
    try:
        return sokbo.main(args, prog_name="sokbo")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
