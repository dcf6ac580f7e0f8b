"""Backup and restore: everything but the key, between SQLite and PostgreSQL as well."""

from __future__ import annotations

from pathlib import Path

import click

from cli.opened import opened
from cli.output import FAILED, UNREADABLE, stop
from sokbo import archive

as_path = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.command()
@as_path
def backup(file: Path) -> None:
    """Write everything but the key to FILE, while the product runs or not."""
    with opened() as desk:
        try:
            rows = archive.write(desk.database, file, desk.vault.fingerprint)
        except OSError as error:
            stop(f"{file} can't be written: {error.strerror}", FAILED)
        click.echo(
            f"{rows} rows are in {file}. The key is not: keep it apart, its fingerprint is {desk.vault.fingerprint}."
        )


@click.command()
@as_path
def restore(file: Path) -> None:
    """Fill an empty database from FILE."""
    if not file.exists():
        stop(f"there is no file {file}", UNREADABLE)
    with opened(migrated=False) as desk:
        try:
            rows, key = archive.restore(desk.database, file)
        except archive.ArchiveError as error:
            stop(str(error), UNREADABLE)
        click.echo(f"{rows} rows are restored.")
        if key != desk.vault.fingerprint:
            click.echo(
                f"Addresses and tokens were sealed with the key of fingerprint {key}, the one in use has "
                f"{desk.vault.fingerprint}: put the old key into SOKBO_SECRET_KEY or the data folder.",
                err=True,
            )
