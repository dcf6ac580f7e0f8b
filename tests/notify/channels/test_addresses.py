"""What a person may type as the address of a channel, and how it is shown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.channels import BLOCKING, BY_HTTP, AddressError, mask, parse_address, secret_for


@pytest.mark.parametrize(
    ("typed", "kind", "kept"),
    [
        ("https://example.org/hook", "hook", "https://example.org/hook"),
        (" HTTPS://Example.org ", "hook", "https://example.org/"),
        ("http://127.0.0.1:8080/a?b=c#d", "hook", "http://127.0.0.1:8080/a?b=c"),
        ("http://[::1]:8080/hook", "hook", "http://[::1]:8080/hook"),
        ("https://뉴스.example/훅", "hook", "https://xn--vg1b002a.example/%ED%9B%85"),
        ("mailto:kim@example.org", "mail", "mailto:kim@example.org"),
        ("MAILTO:Kim%2Bnews@Example.ORG", "mail", "mailto:Kim+news@example.org"),
        ("inbox:", "inbox", "inbox:"),
    ],
)
def test_an_address_says_what_kind_of_channel_it_is(typed: str, kind: str, kept: str) -> None:
    assert parse_address(typed) == (kind, kept)
    assert parse_address(kept) == (kind, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "https://",
        "https:///hook",
        "https://exa mple.org/",
        "https://example.org:99999/",
        "https://kim:secret@example.org/",
        "http://[::1/",
        "mailto:",
        "mailto:kim",
        "mailto:@example.org",
        "mailto:a@b@example.org",
        "mailto:kim@example.org,lee@example.org",
        "mailto:kim@example.org?subject=x",
        "mailto:kim@example.org%0d%0aBcc:lee@example.org",
        "mailto:kim@exa%20mple.org",
        "inbox:more",
        "json://example.org/hook",
        "apprise://example.org/key",
        "tgram://token-of-no-bot/42",
        "discord://1",
        "syslog://",
        "mqtt://example.org/topic",
        "kakaotalk://token",
        "naverworks://bot/channels/7",
        "jandi:nonsense",
        "push:{}",
        "kim@example.org",
        "example.org/hook",
    ],
)
def test_anything_else_is_refused_in_one_line(typed: str) -> None:
    with pytest.raises(AddressError) as error:
        parse_address(typed)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 200


def test_a_refusal_says_what_is_taken_and_repeats_no_token() -> None:
    with pytest.raises(AddressError, match="write it like tgram://BOT-TOKEN/CHAT-ID") as error:
        parse_address("tgram://very-secret-token-of-a-bot/42")
    assert "very-secret" not in str(error.value)


def test_a_bare_mail_address_is_told_what_to_add() -> None:
    with pytest.raises(AddressError, match=r"write mailto:kim@example\.org"):
        parse_address("kim@example.org")


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("https://wh.jandi.com/connect-api/webhook/1/abc", "jandi"),
        ("https://hook.dooray.com/services/1/2/abc", "dooray"),
        ("https://kakaowork.com/bots/hook/abc", "kakaowork"),
        ("https://prod-1.koreacentral.logic.azure.com:443/workflows/a/triggers/manual/paths/invoke?sig=s", "teams"),
        ("https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "apprise"),
        ("https://discord.com/api/webhooks/4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", "apprise"),
        ("ntfys://ntfy.example.org/desk", "apprise"),
        ("https://jandi.com.example.org/hook", "hook"),
        ("teams:https://flow.example.org/x", "teams"),
        ("NaverWorks://123/users/kim@example.org", "naverworks"),
    ],
)
def test_an_address_tells_whose_it_is(typed: str, kind: str) -> None:
    found, kept = parse_address(typed)
    assert found == kind
    assert parse_address(kept) == (kind, kept)
    assert not {"abc", "sig=s", "TIiajkdnlazkcOXrIdevi7FQ", "JHMHI8qBe7bk2ZwO5U711o3dV_js"} & set(
        re.split(r"[/?&]", mask(kept))
    )


@given(st.one_of(st.text(), st.text().map("https://".__add__), st.text().map("mailto:".__add__)))
def test_whatever_is_typed_is_an_address_for_good_or_one_line(typed: str) -> None:
    try:
        kind, kept = parse_address(typed)
    except AddressError as error:
        assert str(error).isprintable()  # noqa: PT017 - either outcome is right
    else:
        assert parse_address(kept) == (kind, kept)
        assert kept.isprintable()
        assert kept.isascii()
        assert mask(kept)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/", "https://example.org"),
        ("https://example.org:8443/T0/B0/very-secret", "https://example.org:8443/…"),
        ("https://example.org/?token=very-secret", "https://example.org/…"),
        ("mailto:kim@example.org", "mailto:k…@example.org"),
        ("inbox:", "inbox:"),
    ],
)
def test_what_is_shown_tells_channels_apart_and_keeps_the_secret(address: str, shown: str) -> None:
    assert mask(address) == shown


def test_only_a_hook_has_a_secret_and_no_two_have_the_same() -> None:
    first, second = secret_for("hook"), secret_for("hook")
    assert first is not None
    assert first != second
    assert first.startswith("whsec_")
    assert secret_for("mail") is None
    assert secret_for("inbox") is None


def test_every_kind_goes_out_one_way() -> None:
    assert not set(BY_HTTP) & set(BLOCKING)
