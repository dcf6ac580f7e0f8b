"""The address that stops a mail channel: only ours are good, and they outlive a change of the key."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from notify import unsubscribe
from sokbo import secrets
from sokbo.settings import load

VAULT = secrets.vault("a key")


def test_a_link_names_its_channel_after_the_key_was_changed_too() -> None:
    token = unsubscribe.token(VAULT, 7)
    assert unsubscribe.channel_of(VAULT, token) == 7
    assert unsubscribe.channel_of(secrets.vault("a newer key", "a key"), token) == 7
    assert unsubscribe.channel_of(secrets.vault("another key"), token) is None


@given(st.text() | st.from_regex(r"[0-9]{1,20}\.[0-9a-f]{32}", fullmatch=True))
def test_no_other_text_names_one(text: str) -> None:
    assert unsubscribe.channel_of(VAULT, text) is None


def test_an_installation_that_no_mail_program_reaches_gives_no_link() -> None:
    here = load({"SOKBO_DATA_DIR": "/nowhere"})
    there = load({"SOKBO_DATA_DIR": "/nowhere", "SOKBO_BASE_URL": "https://news.example/"})
    assert unsubscribe.page(here, VAULT, 7) is None
    assert unsubscribe.page(there, VAULT, 7) == f"https://news.example/unsubscribe/{unsubscribe.token(VAULT, 7)}"
