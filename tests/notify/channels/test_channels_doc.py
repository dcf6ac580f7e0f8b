"""What docs/channels.md tells receivers is true."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from parts.envelopes import envelope

from notify import message
from notify.channels import hook

DOC = (Path(__file__).parents[3] / "docs" / "channels.md").read_text("utf-8")


def block(language: str) -> str:
    """The document's example in this language."""
    found = re.search(rf"```{language}\n(.*?)```", DOC, re.DOTALL)
    assert found
    return found[1]


def test_its_way_to_check_a_signature_takes_ours_and_no_other() -> None:
    names: dict[str, Any] = {}
    exec(block("python"), names)
    secret = hook.secret("")
    sent = hook.request(envelope("https://example.org/", secret), datetime.now(UTC))
    assert names["is_ours"](secret, sent.headers, sent.body)
    assert not names["is_ours"](secret, sent.headers, sent.body + b" ")
    assert not names["is_ours"](hook.secret(""), sent.headers, sent.body)
    stale = hook.request(envelope("https://example.org/", secret), datetime(2020, 1, 1, tzinfo=UTC))
    assert not names["is_ours"](secret, stale.headers, stale.body)


def test_its_example_is_a_body_of_ours() -> None:
    example = json.loads(block("json"))
    told = message.read(example["data"])
    ours = json.loads(message.body(example["type"], datetime.fromisoformat(example["timestamp"]), told))
    assert ours == example
    [why] = told.alerts[0].why
    assert told.headline.title[why.start : why.end] == why.text
