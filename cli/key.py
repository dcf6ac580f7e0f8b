"""The key that secrets are sealed with, and how it is changed for another without losing any."""

from __future__ import annotations

import click

from cli.opened import opened
from cli.output import FAILED, stop
from sokbo import secrets
from sokbo.queries import sealed
from sokbo.secrets import KeyMissing, Vault


@click.group()
def key() -> None:
    """Show or change the key that secrets are sealed with."""


@key.command()
def show() -> None:
    """Print the key's fingerprint; never the key."""
    with opened() as desk:
        origin = "the environment" if desk.settings.secret_key else "DATA/secret.key"
        click.echo(f"fingerprint {desk.vault.fingerprint}, from {origin}")


@key.command()
def new() -> None:
    """Begin with a new key in the data folder; the old one still opens what it has sealed."""
    with opened() as desk:
        if desk.settings.secret_key:
            stop(
                "the key is in SOKBO_SECRET_KEY: put a new one there and the old one into SOKBO_OLD_SECRET_KEYS, "
                "restart, then run `sokbo key reseal`",
                FAILED,
            )
        try:
            secrets.new_key(desk.settings.data_dir)
        except OSError as error:
            stop(f"DATA/secret.key can't be written: {error.strerror}", FAILED)
    click.echo("There is a new key. Restart the product, then run `sokbo key reseal`.")


@key.command()
def reseal() -> None:
    """Seal everything with the key in use, and forget the older ones in the data folder."""
    with opened() as desk:
        left = 0
        for table, column in sealed.columns():
            with desk.database.write() as connection:
                left += sealed.reseal(connection, table, column, lambda old: _anew(desk.vault, old))
        if left:
            stop(f"{left} values were sealed with a key that is not here: nothing of them was changed", FAILED)
        if not desk.settings.secret_key:
            secrets.drop_old_keys(desk.settings.data_dir)
        click.echo(f"Everything is sealed with the key of fingerprint {desk.vault.fingerprint}.")
        if desk.settings.old_secret_keys:
            click.echo("SOKBO_OLD_SECRET_KEYS can be emptied.")


def _anew(vault: Vault, old: bytes) -> bytes | None:
    try:
        return vault.seal(vault.open(old))
    except KeyMissing:
        return None
