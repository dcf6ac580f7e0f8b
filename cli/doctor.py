"""Is everything there that the product needs? Each setting with its origin, each check with what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib.metadata import version

import click

from cli.checks import line, machine, matching, services
from cli.checks.check import Check
from cli.opened import settings as load_settings
from cli.output import UNAVAILABLE, print_json, print_table
from cli.whose import as_json
from sokbo.settings import Settings, explain

Look = Callable[[Settings], Iterator[Check]]

CHECKS: tuple[Look, ...] = (
    *(machine.folder, machine.key, machine.versions, machine.zone),
    *(services.database, services.redis, services.mail, services.naver, line.line),
    *(matching.analyser, matching.tables),
)
QUICK: tuple[Look, ...] = (services.database, services.redis)


@click.command()
@click.option("--quick", is_flag=True, help="Only database and Redis, and say nothing while they are well.")
@as_json
def doctor(quick: bool, json_: bool) -> None:
    """Check the installation; print each setting and its origin."""
    settings = load_settings()
    checks = [check for look in (QUICK if quick else CHECKS) for check in look(settings)]
    well = all(check.ok for check in checks)
    if json_:
        rows = [asdict(row) for row in explain()]
        print_json({"version": version("sokbo"), "ok": well, "checks": [asdict(c) for c in checks], "settings": rows})
    elif quick:
        for check in checks:
            if not check.ok:
                click.echo(f"{check.name}: {check.found}: {check.mend}", err=True)
    else:
        click.echo(f"Sokbo {version('sokbo')}, Python {sys.version.split()[0]}")
        print_table(
            ("", "CHECK", "FOUND", "WHAT TO DO"),
            (("ok" if c.ok else "!!", c.name, c.found, "" if c.ok else c.mend) for c in checks),
        )
        click.echo()
        print_table(
            ("SETTING", "VALUE", "ORIGIN", "WHAT FOR"), ((r.name, r.value, r.origin, r.help) for r in explain())
        )
    raise SystemExit(0 if well else UNAVAILABLE)
