"""`/api/v1`: what a stranger, another, a viewer, an editor and an admin may see and do, and that it is as described."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from parts import feeds
from parts.newsroom import Newsroom
from parts.site import Answer, Site
from sqlalchemy import update

from sokbo.queries import channels, people, tokens
from sokbo.tables import people as table
from web.api.description import describe
from web.api.table import OPERATIONS, ROOT

READS = [
    "/headlines", "/headlines?query=지진", "/headlines/4", "/stories", "/stories/4", "/backtest?rule=지진", "/watches",
    "/watches/1", "/alerts", "/alerts/1", "/alerts/1/not-this",
]  # fmt: skip
OWNED = ["/watches/1", "/alerts/1", "/alerts/1/not-this", "/backtest?rule=지진&watch=1"]
WRITES: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/watches", {"rule": "다리"}),
    ("PATCH", "/watches/1", {"rule": "지진 -훈련"}),
    ("POST", "/alerts/1/not-this", {"exclude": "앞바다", "version": 1}),
    ("DELETE", "/watches/1", {}),
]


class Program:
    """A program that speaks for somebody by a token."""

    def __init__(self, site: Site, name: str | None = "admin", *, role: str = "admin", may_write: bool = True) -> None:
        self.visitor, self.headers = site.stranger(), {"Content-Type": "application/json"}
        if name is not None:
            person = site.desk.write(people.ensure, name)
            site.desk.write(
                lambda connection: connection.execute(update(table).where(table.c.id == person.id).values(role=role))
            )
            token = site.desk.write(tokens.add, person.id, "program", may_write=may_write)
            self.headers["Authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, body: object = None) -> Answer:
        sent = body if body is None or isinstance(body, str) else json.dumps(body)
        return self.visitor.ask(method, ROOT + path, sent, **self.headers, **{"Sec-Fetch-Site": "none"})

    def get(self, path: str) -> Any:
        answer = self.ask("GET", path)
        assert answer.status == 200, answer.html
        return orjson.loads(answer.body)


def test_a_stranger_sees_the_description_and_nothing_else(newsroom: Newsroom) -> None:
    stranger = Program(newsroom.site, None)
    assert stranger.ask("GET", "/openapi.json").status == 200
    assert {path: stranger.ask("GET", path).status for path in READS} == dict.fromkeys(READS, 401)
    assert {stranger.ask(*write).status for write in WRITES} == {401}
    stranger.headers["Authorization"] = "Bearer wrong"
    assert stranger.ask("GET", "/headlines").status == 401
    stranger.headers["Authorization"] = "Basic YTpi"
    assert stranger.ask("GET", "/headlines").status == 401


def test_an_owner_reads_everything_by_token_and_by_session(newsroom: Newsroom) -> None:
    owner = Program(newsroom.site)
    assert {path: owner.ask("GET", path).status for path in READS} == dict.fromkeys(READS, 200)
    session = newsroom.site.visitor()
    assert {path: session.get(ROOT + path).status for path in READS} == dict.fromkeys(READS, 200)


@pytest.mark.parametrize("role", ["viewer", "editor", "admin"])
def test_anothers_things_are_not_there(newsroom: Newsroom, role: str) -> None:
    other = Program(newsroom.site, "bora", role=role)
    assert {path: other.ask("GET", path).status for path in OWNED} == dict.fromkeys(OWNED, 404)
    assert (other.get("/watches")["watches"], other.get("/alerts")["alerts"]) == ([], [])
    assert {other.ask(*write).status for write in WRITES[1:]} == ({403} if role == "viewer" else {404})
    assert Program(newsroom.site).get("/watches/1")["rule"] == "지진"


@pytest.mark.parametrize(("role", "may_write", "may"), [("viewer", True, False), ("editor", True, True),
                                                        ("admin", True, True), ("admin", False, False)])  # fmt: skip
def test_who_may_write_does(newsroom: Newsroom, role: str, may_write: bool, may: bool) -> None:
    program = Program(newsroom.site, role=role, may_write=may_write)
    done = {method + path: program.ask(method, path, body).status for method, path, body in WRITES}
    assert set(done.values()) == ({200, 204, 409} if may else {403})  # the rule has changed before the lesson came


def test_a_session_of_another_site_writes_nothing(newsroom: Newsroom) -> None:
    visitor = newsroom.site.visitor()
    headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "cross-site"}
    assert visitor.ask("POST", f"{ROOT}/watches", '{"rule": "x"}', **headers).status == 403
    assert len(Program(newsroom.site).get("/watches")["watches"]) == 1


def test_a_watch_lives_its_life(newsroom: Newsroom) -> None:
    program = Program(newsroom.site)
    (hook,) = [
        c.id for c in newsroom.site.desk.read(channels.of_person, newsroom.site.desk.line.vault, 1) if c.name == "ops"
    ]
    made = orjson.loads(program.ask("POST", "/watches", {"rule": "다리", "name": "bridges", "channels": [hook]}).body)
    assert (made["name"], made["rule"], made["version"], made["channels"]) == ("bridges", "다리", 1, [hook])
    newsroom.publish(feeds.Item(5, "새 다리 개통"))
    (alert,) = program.get(f"/alerts?watch={made['id']}")["alerts"]
    assert (alert["rule"], alert["version"], alert["why"][0]["text"]) == ("다리", 1, "다리")
    assert program.get(f"/alerts/{alert['id']}")["told"]["title"] == "새 다리 개통"
    lessons = program.get(f"/alerts/{alert['id']}/not-this")
    assert lessons["lessons"][0]["rule"] == "다리 -개통"
    learnt = program.ask("POST", f"/alerts/{alert['id']}/not-this", {"exclude": "개통", "version": 1})
    assert orjson.loads(learnt.body)["rule"] == "다리 -개통"
    assert [v["rule"] for v in program.get(f"/watches/{made['id']}")["versions"]] == ["다리 -개통", "다리"]
    paused = orjson.loads(program.ask("PATCH", f"/watches/{made['id']}", {"active": False}).body)
    assert (paused["active"], paused["version"]) == (False, 2)
    assert program.ask("DELETE", f"/watches/{made['id']}").status == 204
    assert program.ask("GET", f"/watches/{made['id']}").status == 404


def test_a_rule_is_tried_before_it_is_kept(newsroom: Newsroom) -> None:
    program = Program(newsroom.site)
    tried = program.get(f"/backtest?{urlencode({'rule': '가온시 -지진', 'watch': '1'}).replace('+', '%20')}")
    assert (tried["rule"], tried["count"], tried["of"], tried["exact"]) == ("가온시 -지진", 1, 4, True)
    assert sum(day["count"] for day in tried["days"]) == 1
    assert tried["headlines"][0]["why"][0]["how"] == "exact"
    assert [row["rule"] for row in tried["looser"]] == ["가온시"]
    assert ([h["id"] for h in tried["change"]["lost"]], len(tried["change"]["added"])) == ([4], 1)


def test_headlines_are_paged_and_searched(newsroom: Newsroom) -> None:
    newsroom.publish(*[feeds.Item(n, f"다리 {n}곳 점검") for n in range(30, 10, -1)])
    program = Program(newsroom.site)
    seen, before = [], ""
    while page := program.get(f"/headlines?limit=7{before}")["headlines"]:
        seen += [row["seq"] for row in page]
        before = f"&before={page[-1]['seq']}"
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == 24
    found = program.get("/headlines?query=다리&limit=200&since=7d")["headlines"]
    assert len(found) == 20
    assert all(row["title"][w["start"] : w["end"]] == w["text"] for row in found for w in row["why"])


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/headlines?query=((", None, 422),
        ("GET", "/headlines?limit=x", None, 422),
        ("GET", "/headlines?since=soon", None, 422),
        ("GET", "/headlines/99999999999999999999999", None, 404),
        ("GET", "/stories/99", None, 404),
        ("GET", "/backtest", None, 422),
        ("POST", "/watches", "{", 400),
        ("POST", "/watches", "[]", 400),
        ("POST", "/watches", {}, 422),
        ("POST", "/watches", {"rule": 7}, 422),
        ("POST", "/watches", {"rule": "a", "name": ""}, 422),
        ("POST", "/watches", {"rule": "a", "channels": ["1"]}, 422),
        ("POST", "/watches", {"rule": "a", "channels": [99]}, 422),
        ("POST", "/watches", '"' + "x" * 200_000 + '"', 413),
        ("PATCH", "/watches/1", {"active": "no"}, 422),
        ("PUT", "/watches/1", {}, 405),
        ("POST", "/alerts/1/not-this", {"exclude": "((", "version": 1}, 422),
        ("POST", "/alerts/1/not-this", {"exclude": "앞바다", "version": 9}, 409),
    ],
)
def test_what_cannot_be_done_is_one_line(newsroom: Newsroom, method: str, path: str, body: object, status: int) -> None:
    answer = Program(newsroom.site).ask(method, path, body)
    assert (answer.status, bool(orjson.loads(answer.body)["error"]["message"])) == (status, True)
    assert Program(newsroom.site).get("/watches/1")["rule"] == "지진"


def _holds(schema: dict[str, Any], value: Any, where: str = "") -> list[str]:
    """What of a value its schema doesn't tell."""
    shapes = describe()["components"]["schemas"]
    if "$ref" in schema:
        return _holds(shapes[schema["$ref"].rpartition("/")[2]], value, where)
    if "anyOf" in schema:
        return [] if value is None else _holds(schema["anyOf"][0], value, where)
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
    if not isinstance(value, kinds[schema["type"]]):
        return [f"{where}: {value!r} is no {schema['type']}"]
    if isinstance(value, list):
        return [wrong for n, item in enumerate(value) for wrong in _holds(schema["items"], item, f"{where}[{n}]")]
    if isinstance(value, dict):
        told = schema.get("properties", {})
        return [wrong for key in value if key in told for wrong in _holds(told[key], value[key], f"{where}.{key}")]
    return []


def test_the_answers_are_as_described(newsroom: Newsroom) -> None:
    program, paths = Program(newsroom.site), describe()["paths"]
    assert {(o.method.lower(), ROOT + o.path) for o in OPERATIONS} == {(m, p) for p in paths for m in paths[p]}
    wrong = []
    for read in READS:
        path = ROOT + read.partition("?")[0].replace("/1", "/{id}").replace("/4", "/{id}")
        schema = paths[path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        wrong += _holds(schema, program.get(read), read)
    assert wrong == []
    names = [method["operationId"] for path in paths.values() for method in path.values()]
    assert len(names) == len(set(names))
    assert all(method["summary"] for path in paths.values() for method in path.values())
