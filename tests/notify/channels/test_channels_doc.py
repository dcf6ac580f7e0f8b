"""What docs/channels.md tells receivers is true."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from parts.envelopes import AT, envelope, told

from notify import message
from notify.channels import hook
from notify.channels.services.schemes import ALLOWED
from sokbo.model import Step

DOC = (Path(__file__).parents[3] / "docs" / "channels.md").read_text("utf-8")


SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "hook.schema.json").read_text("utf-8"))
TYPES = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list, "null": type(None)}


def faults(value: Any, schema: dict[str, Any], at: str = "$") -> list[str]:
    """Where a value is not of the schema, by the words of JSON Schema that ours uses; unknown keys are faults."""
    if "$ref" in schema:
        return faults(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], at)
    if "const" in schema:
        return [] if value == schema["const"] else [at]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, TYPES[kind]) for kind in kinds):
        return [at]
    if isinstance(value, list):
        return [f for n, item in enumerate(value) for f in faults(item, schema["items"], f"{at}[{n}]")]
    if not isinstance(value, dict) or "properties" not in schema:
        return []
    missing = [f"{at}.{key} is missing" for key in schema.get("required", []) if key not in value]
    unknown = [f"{at}.{key} is unknown" for key in value if key not in schema["properties"]]
    known = [(key, of) for key, of in schema["properties"].items() if key in value]
    return missing + unknown + [f for key, of in known for f in faults(value[key], of, f"{at}.{key}")]


@pytest.mark.parametrize(
    "told",
    [
        told(),
        message.sample("ko", AT),
        message.digest([told(), told(story=8)], left=3, note="late"),
        message.about_channel("en", "ops", "https://example.org/", "410 Gone", AT),
        replace(
            told(),
            update=message.ToldUpdate(("doubled",), None, (Step(1, "가", "제목", AT.isoformat()),)),
            held=message.ToldHeld(AT, late=True),
        ),
    ],
)
def test_every_body_is_of_the_schema_that_receivers_read(told: message.Told) -> None:
    body = json.loads(message.body("alert.created", AT, told))
    assert faults(body, SCHEMA) == []
    assert faults(body | {"version": 2}, SCHEMA) == ["$.version"]
    del body["data"]["story"]["id"]
    assert faults(body, SCHEMA) == ["$.data.story.id is missing"]


def test_it_lists_every_service_that_is_allowed() -> None:
    assert [service.name for service in ALLOWED if f"| {service.name} | `{service.example}` |" not in DOC] == []


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
