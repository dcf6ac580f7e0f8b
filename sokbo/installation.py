"""What belongs to the installation as a whole: its key and its time zone."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sokbo import secrets
from sokbo.database import Database
from sokbo.queries import facts
from sokbo.secrets import Vault
from sokbo.settings import Settings


def vault(settings: Settings) -> Vault:
    """The vault of the installation's keys: the environment's, else the data folder's; raises OSError."""
    own = [settings.secret_key] if settings.secret_key else secrets.keys_in(settings.data_dir)
    return secrets.vault(*own, *settings.old_secret_keys)


def zone(settings: Settings, database: Database) -> ZoneInfo:
    """The desk's time zone: the setting, else the answer on the first page, else Korea's."""
    if settings.timezone:
        return ZoneInfo(settings.timezone)
    with database.read() as connection:
        return ZoneInfo(facts.get(connection, "timezone") or "Asia/Seoul")
