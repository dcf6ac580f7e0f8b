"""Every setting with its default, its origin and its help: environment first, then the TOML file, then the default.

Read once where a process starts and handed on as a value; nothing reads the environment in the middle of its work.
"""

from __future__ import annotations

import os
import ssl
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from sokbo import runtime

Networks = tuple[IPv4Network | IPv6Network, ...]


class SettingsError(ValueError):
    """A setting that can't be used; the message is one line that names it and says what would do."""


def _networks(text: str) -> Networks:
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def _addresses(text: str) -> tuple[tuple[str, int], ...]:
    pairs = (part.strip().rpartition(":") for part in text.split(",") if part.strip())
    return tuple((host, int(port)) for host, _, port in pairs)


def _zone(text: str) -> str | None:
    return ZoneInfo(text).key if text else None


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(f"use one of {', '.join(words)}")
        return text

    return parse


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _count(text: str) -> int:
    if int(text) < 1:
        raise ValueError("use 1 or more")
    return int(text)


def _days(text: str) -> int:
    if int(text) < 0:
        raise ValueError("use a number of days, or 0 for ever")
    return int(text)


def _span(text: str) -> float:
    """Seconds."""
    number, unit = (text[:-1], text[-1]) if text[-1:].isalpha() else (text, "s")
    seconds = float(number) * {"s": 1, "m": 60, "h": 3600, "d": 86_400}[unit]
    if not 1 <= seconds <= 86_400:
        raise ValueError("use 1s to 1d, such as 30s or 5m")
    return seconds


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("use one line")
    return text.strip()


def _address(text: str) -> str:
    if not text.lower().startswith(("http://", "https://")):
        raise ValueError("use an address that begins with https://")
    return text.rstrip("/")


def _optional(text: str) -> str | None:
    return text or None


def _authorities(text: str) -> str | None:
    if not text:
        return None
    path = str(Path(text).resolve(strict=True))
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except ssl.SSLError:
        raise ValueError("it holds no certificate in PEM") from None
    return path


def _setting(default: str, help_: str, parse: Callable[[str], Any] = str, *, secret: bool = False) -> Any:
    return field(metadata={"default": default, "help": help_, "parse": parse, "secret": secret})


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process, parsed."""

    data_dir: Path = _setting(
        "data", "where the embedded database, Redis and the key live", lambda t: Path(t).resolve()
    )
    database_url: str = _setting("", "SQLite in the data folder, or postgresql://user:password@host/name", secret=True)
    redis_url: str | None = _setting(
        "", "redis://host:6379/0; none: the server that `sokbo up` runs", _optional, secret=True
    )
    base_url: str = _setting("", "the address readers use, such as https://news.example.org", lambda t: t.rstrip("/"))
    contact: str = _setting(
        "", "whom a publisher may write to, such as desk@example.org; sent with every fetch", _one_line
    )
    host: str = _setting("127.0.0.1", "where the web server listens")
    port: int = _setting("8321", "the web server's port", int)
    timezone: str | None = _setting(
        "", "the desk's time zone, such as Asia/Seoul; none: asked on the first page", _zone
    )
    secret_key: str | None = _setting(
        "", "encrypts addresses at rest; none: DATA/secret.key, made at first start", _optional, secret=True
    )
    old_secret_keys: tuple[str, ...] = _setting(
        "", "keys that it takes the place of, comma-separated, until `sokbo key reseal` has run", _words, secret=True
    )
    allow_addresses: Networks = _setting(
        "", "private networks that sources and hooks may reach, comma-separated", _networks
    )
    ca_file: str | None = _setting(
        "", "authorities of your own (PEM), whose certificates fetches and hooks believe too", _authorities
    )
    demo_address: tuple[tuple[str, int], ...] = _setting(
        "", "the demo newsroom's own address; set by `sokbo up --demo`", _addresses
    )
    public_feeds: str = _setting(
        "auto", "feeds without a token: on, off, or auto (on for loopback only)", _one_of("auto", "on", "off")
    )
    trusted_proxies: Networks = _setting("", "networks whose X-Forwarded-* headers are believed", _networks)
    smtp_url: str | None = _setting(
        "", "smtp://user:password@host:587?starttls=1 or smtps://…; none: no mail", _optional, secret=True
    )
    mail_from: str = _setting("sokbo@localhost", "the sender of mails")
    trouble_channel: str = _setting("", "the name of the channel that hears of sources in trouble; none: pages alone")
    naver_client_id: str | None = _setting(
        "", "your key to Naver's search (developers.naver.com), for sources like naver:검색어", _optional, secret=True
    )
    naver_client_secret: str | None = _setting("", "its secret", _optional, secret=True)
    naver_daily: int = _setting("25000", "how many calls a day it may make, all searches together", _count)
    naver_url: str = _setting(
        "https://openapi.naver.com", "where Naver's API is; the API HUB's where the key is from there", _address
    )
    poll_min: float = _setting("10s", "the shortest interval of a source that has none of its own", _span)
    poll_max: float = _setting("1h", "the longest one", _span)
    host_slots: int = _setting("4", "how many questions one host gets at once, from all workers together", _count)
    host_space: float = _setting("0.1", "seconds between two questions to one host, from all workers together", float)
    poll_slots: int = _setting("100", "how many fetches one poll worker has under way", int)
    keep_headlines: int = _setting("400", "how many days headlines, stories and alerts are kept; 0: for ever", _days)
    keep_attempts: int = _setting("90", "how many days attempts to deliver are kept; 0: for ever", _days)
    keep_fetches: int = _setting("30", "how many days the fetch log is kept; 0: for ever", _days)
    metrics_port: int = _setting("0", "where each worker shows Prometheus what it has counted; 0: nowhere", int)
    metrics_host: str = _setting("127.0.0.1", "on which address; 0.0.0.0 in a container")
    metrics_token: str | None = _setting(
        "",
        "what Prometheus must say to read /metrics (Bearer); none: open where the public feeds are",
        _optional,
        secret=True,
    )
    heartbeat_url: str | None = _setting(
        "",
        "a watchdog's address, asked once a minute while poll, desk and delivery all advance",
        _optional,
        secret=True,
    )
    log_level: str = _setting("warning", "debug, info, warning or error", _one_of("debug", "info", "warning", "error"))
    log_format: str = _setting("text", "how lines are logged: text or json", _one_of("text", "json"))

    @property
    def address(self) -> str:
        """The base address of pages and feeds: the setting, else where the server listens."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - compared, not bound
        return self.base_url or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Explained:
    """One setting as `sokbo doctor` prints it, its secrets masked."""

    name: str
    value: str
    origin: str
    help: str


def variable(name: str) -> str:
    """The environment's name of a setting."""
    return f"SOKBO_{name.upper()}"


def _read_file(environ: Mapping[str, str], data_dir: str) -> tuple[dict[str, Any], str]:
    path = Path(environ.get("SOKBO_CONFIG") or Path(data_dir) / "sokbo.toml")
    try:
        return tomllib.loads(path.read_text("utf-8")), str(path)
    except (FileNotFoundError, NotADirectoryError):
        if environ.get("SOKBO_CONFIG"):
            raise SettingsError(f"SOKBO_CONFIG: there is no file {path}") from None
        return {}, str(path)
    except PermissionError:
        raise SettingsError(f"{path} can't be read: check its owner and mode") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is no valid TOML: {error}") from None


def _gather(environ: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Setting to (text, origin)."""
    data_dir = environ.get("SOKBO_DATA_DIR") or "data"
    file, path = _read_file(environ, data_dir)
    known = {f.name for f in fields(Settings)}
    if unknown := sorted(set(file) - known):
        raise SettingsError(f"{path}: there is no setting {unknown[0]!r}; see `sokbo doctor` for their names")
    found: dict[str, tuple[str, str]] = {}
    for f in fields(Settings):
        if text := environ.get(variable(f.name)):
            found[f.name] = (text, f"environment {variable(f.name)}")
        elif f.name in file:
            value = file[f.name]
            found[f.name] = (",".join(map(str, value)) if isinstance(value, list) else str(value), path)
        else:
            found[f.name] = (f.metadata["default"], "default")
    folder = Path(found["data_dir"][0]).resolve()
    if not found["database_url"][0]:
        found["database_url"] = (f"sqlite:///{folder / 'sokbo.db'}", "default, in the data folder")
    if running := runtime.read(folder):
        _learn(found, running)
    return found


def _learn(found: dict[str, tuple[str, str]], running: runtime.Runtime) -> None:
    """What a running `sokbo up` chose stands where nobody else said anything."""
    chosen = {
        "host": running.host,
        "port": str(running.port),
        "redis_url": running.redis_url,
        "demo_address": running.demo_address,
    }
    for name, value in chosen.items():
        if value and found[name][1] == "default":
            found[name] = (value, "the running `sokbo up`")


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process; raises `SettingsError` with one line for a person."""
    found = _gather(os.environ if environ is None else environ)
    values = {}
    for f in fields(Settings):
        text, origin = found[f.name]
        try:
            values[f.name] = f.metadata["parse"](text)
        except (ValueError, KeyError, OSError) as error:
            shown = "" if f.metadata["secret"] else f" {text!r}"
            raise SettingsError(f"{variable(f.name)}{shown} ({origin}) can't be used: {error}") from None
    return Settings(**values)


def mask_password(url: str) -> str:
    """The address with its password as `***`."""
    parts = urlsplit(url)
    if not parts.password:
        return url
    user, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:***@{host}"))


def _masked(text: str) -> str:
    """A secret as it may be shown: an address without its password, a web address without anything behind its host."""
    if "://" not in text:
        return "***"
    parts = urlsplit(mask_password(text))
    return f"{parts.scheme}://{parts.netloc}/***" if parts.scheme in {"http", "https"} else urlunsplit(parts)


def explain(environ: Mapping[str, str] | None = None) -> list[Explained]:
    """Each setting with its value, where that came from, and what it is for."""
    found = _gather(os.environ if environ is None else environ)
    rows = []
    for f in fields(Settings):
        text, origin = found[f.name]
        shown = _masked(text) if f.metadata["secret"] and text else mask_password(text) if "://" in text else text
        rows.append(Explained(variable(f.name), shown, origin, f.metadata["help"]))
    return rows
