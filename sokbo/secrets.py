"""What is encrypted at rest, and tokens. The key lives outside the database, in the environment or the data folder."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class KeyMissing(Exception):
    """What was encrypted with another key can't be read; the message says which key is in use."""


@dataclass(frozen=True, slots=True)
class Vault:
    """Encrypts with one key, decrypts with that or an older one (Fernet: AES-128-CBC with HMAC-SHA-256)."""

    _fernet: MultiFernet
    fingerprint: str
    """Eight hex digits that tell keys apart and reveal nothing."""
    _signing: tuple[bytes, ...]

    def seal(self, text: str) -> bytes:
        """The text, encrypted."""
        return self._fernet.encrypt(text.encode())

    def open(self, sealed: bytes) -> str:
        """The text; raises `KeyMissing` where it was sealed with another key."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise KeyMissing(f"sealed with another key than the one in use (fingerprint {self.fingerprint})") from None

    def sign(self, text: str) -> str:
        """A signature that only this key makes, of 128 bits, fit for an address."""
        return _signature(self._signing[0], text)

    def signed(self, text: str, signature: str) -> bool:
        """Whether this key or an older one made the signature."""
        return any(hmac.compare_digest(_signature(key, text), signature) for key in self._signing)


def _signature(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), hashlib.sha256).hex()[:32]


def vault(key: str, *older: str) -> Vault:
    """The vault of a key of any length and form, and of those that it takes the place of."""
    digests = [hashlib.sha256(b"sokbo vault\0" + one.encode()).digest() for one in (key, *older)]
    fernets = [Fernet(base64.urlsafe_b64encode(digest)) for digest in digests]
    signing = tuple(hashlib.sha256(b"sokbo signing\0" + one.encode()).digest() for one in (key, *older))
    return Vault(MultiFernet(fernets), hashlib.sha256(digests[0]).hexdigest()[:8], signing)


def keys_in(data_dir: Path) -> list[str]:
    """The keys kept in the data folder, the newest first; one is made at first need. Raises OSError."""
    path = data_dir / "secret.key"
    try:
        return path.read_text("ascii").split()
    except FileNotFoundError:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Written aside and linked, so that of two processes that start at once both read the same whole key.
    aside = _aside(data_dir, [secrets.token_urlsafe(32)])
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
    return path.read_text("ascii").split()


def new_key(data_dir: Path) -> None:
    """Put a new key before those in the data folder; whoever starts from now on seals with it. Raises OSError."""
    keys = keys_in(data_dir)
    _aside(data_dir, [secrets.token_urlsafe(32), *keys]).replace(data_dir / "secret.key")


def drop_old_keys(data_dir: Path) -> None:
    """Keep the newest key in the data folder alone; raises OSError."""
    keys = keys_in(data_dir)
    _aside(data_dir, keys[:1]).replace(data_dir / "secret.key")


def _aside(data_dir: Path, keys: Sequence[str]) -> Path:
    """The keys in a file beside the one that is read, written to the disk."""
    aside = data_dir / f".secret.key.{os.getpid()}"
    descriptor = os.open(aside, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(keys))
        file.flush()
        os.fsync(descriptor)
    return aside


def token() -> str:
    """A fresh random token of 192 bits for an address or a session."""
    return secrets.token_urlsafe(24)


def token_hash(text: str) -> str:
    """What is stored of a session's or a login link's token."""
    return hashlib.sha256(text.encode()).hexdigest()
