"""`/api/v1/openapi.json`: the table of operations as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0), for anyone."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from web.api.table import OPERATIONS, ROOT, Operation

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
TIME: Schema = {"type": "string", "format": "date-time"}


def _maybe(of: Schema) -> Schema:
    return {"anyOf": [of, {"type": "null"}]}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


QUERY: dict[str, tuple[Schema, str]] = {
    "query": (TEXT, "A rule (docs/rules.md); each headline says why it was found."),
    "rule": (TEXT, "A rule (docs/rules.md)."),
    "since": (TEXT, "ISO 8601, or days back such as 7d."),
    "before": (NUMBER, "Where the answer before ended: a headline's seq, an alert's id."),
    "limit": ({"type": "integer", "minimum": 1, "maximum": 200}, "How many rows at most; 50 unless said."),
    "watch": (NUMBER, "The number of a watch of yours."),
}
BODY: dict[str, Schema] = {
    "rule": TEXT,
    "name": {"type": "string", "minLength": 1, "maxLength": 200},
    "channels": _list(NUMBER),
    "active": FLAG,
    "exclude": TEXT,
    "version": NUMBER,
}
_TOLD = _list(_object(id=NUMBER, title=TEXT))
_SHIFTS = _list(_object(rule=TEXT, how=TEXT, count=NUMBER, exact=FLAG, titles=_list(TEXT)))
SHAPES: dict[str, Schema] = {
    "Why": _object(term=TEXT, text=TEXT, start=NUMBER, end=NUMBER, how=TEXT),
    "Headline": _object(
        id=NUMBER, title=TEXT, url=_maybe(TEXT), source=NUMBER, outlet=TEXT, author=_maybe(TEXT),
        published=_maybe(TIME), precision=TEXT, seen=TIME, labels=_list(TEXT), story=_maybe(NUMBER),
        seq=_maybe(NUMBER), why=_list(_ref("Why")), once=_list(_object(title=TEXT, until=TIME)),
    ),
    "Headlines": _object(headlines=_list(_ref("Headline"))),
    "Story": _object(
        id=NUMBER, size=NUMBER, outlets=_list(TEXT), joined=_maybe(NUMBER), headlines=_list(_ref("Headline"))
    ),
    "Stories": _object(stories=_list(_ref("Story"))),
    "Watch": _object(
        id=NUMBER, name=TEXT, rule=TEXT, version=NUMBER, active=FLAG, channels=_list(NUMBER), timing=_object(),
        feed=TEXT, versions=_list(_object(version=NUMBER, rule=TEXT, since=TIME)),
    ),
    "Watches": _object(watches=_list(_ref("Watch"))),
    "Alert": _object(
        id=NUMBER, watch=NUMBER, story=NUMBER, headline=NUMBER, kind=TEXT, why=_list(_ref("Why")), created=TIME,
        rule=TEXT, version=NUMBER, told=_maybe(_ref("Headline")),
    ),
    "Alerts": _object(alerts=_list(_ref("Alert"))),
    "Lessons": _object(
        watch=_ref("Watch"), lessons=_list(_object(exclude=TEXT, rule=TEXT, lost=_TOLD))
    ),
    "Backtest": _object(
        rule=TEXT, since=TIME, count=NUMBER, of=NUMBER, exact=FLAG, candidates=NUMBER, judged=NUMBER,
        days=_list(_object(day={"type": "string", "format": "date"}, count=NUMBER)),
        headlines=_list(_ref("Headline")), neighbours=_list(_object(word=TEXT, count=NUMBER)),
        senses=_list(_object(words=_list(TEXT), count=NUMBER, titles=_list(TEXT))), stricter=_SHIFTS, looser=_SHIFTS,
        change=_maybe(_object(exact=FLAG, added=_TOLD, lost=_TOLD)),
    ),
    "Error": _object(error=_object(message=TEXT, mend=TEXT, position=NUMBER, version=NUMBER)),
}  # fmt: skip


def describe() -> Schema:
    """The whole document."""
    paths: dict[str, Schema] = {}
    for operation in OPERATIONS:
        paths.setdefault(ROOT + operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sokbo",
            "version": "1",
            "description": "Headlines, stories, watches and alerts of a desk, as its person sees them.",
        },
        "security": [{"token": []}, {"session": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "sokbo"},
            },
            "schemas": SHAPES,
        },
    }


def _operation(of: Operation) -> Schema:
    noun = of.path.strip("/").replace("/{id}", "").replace("/", "_").replace("-", "_")
    parameters = [_parameter(name) for name in of.query]
    if "{id}" in of.path:
        parameters.insert(0, {"name": "id", "in": "path", "required": True, "schema": NUMBER})
    told: Schema = {"description": "Done, with nothing to say."}
    if of.answers:
        told = {"description": "Done.", "content": {"application/json": {"schema": _ref(of.answers)}}}
    refused = {"description": "Refused.", "content": {"application/json": {"schema": _ref("Error")}}}
    described: Schema = {
        "operationId": f"{of.method.lower()}_{noun}{'_one' if '{id}' in of.path else ''}",
        "summary": " ".join((of.handler.__doc__ or "").split()),
        "parameters": parameters,
        "responses": {"200" if of.answers else "204": told, "4XX": refused},
    }
    if of.body:
        schema = _object(**{name.rstrip("!"): BODY[name.rstrip("!")] for name in of.body})
        schema["required"] = [name.rstrip("!") for name in of.body if name.endswith("!")]
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return described


def _parameter(name: str) -> Schema:
    schema, said = QUERY[name.rstrip("!")]
    known = {"name": name.rstrip("!"), "in": "query", "required": name.endswith("!"), "schema": schema}
    return known | {"description": said}


async def openapi(request: Request) -> Response:
    """The document as JSON."""
    del request
    return Response(orjson.dumps(describe()), media_type="application/json")
