"""Every page and every form, as a stranger, as its owner, and as somebody else; and forms from other sites."""

from __future__ import annotations

from typing import Any

import pytest
from parts.newsroom import Newsroom
from parts.site import Site

from sokbo.queries import alerts, channels, clippings, deliveries, watches

PAGES = [
    "/", "/headlines/4", "/stories", "/stories/4", "/inbox", "/alerts/1/not-this", "/watches", "/watches/1",
    "/watches/backtest?rule=x",
    "/sources", "/sources/1", "/channels", "/deliveries", "/deliveries/unsent", "/settings", "/tokens", "/welcome",
    "/status", "/sources/packs/korea", "/clippings", "/clippings/1", "/clippings/1/csv",
]  # fmt: skip
FORMS = [
    "/watches", "/watches/1", "/watches/1/do", "/sources/look", "/sources/add", "/sources/1", "/channels",
    "/channels/2", "/deliveries/1/resend", "/settings", "/tokens", "/tokens/1", "/welcome", "/demo/remove",
    "/stories/4/do", "/sources/packs/korea", "/deliveries/dead/resend", "/sources/1/recipe", "/alerts/1/not-this",
    "/clippings", "/clippings/1",
]  # fmt: skip
OPEN = ["/live", "/login", "/logout", "/healthz", "/readyz", "/metrics", "/worker.js"]
OWNED = ["/watches/1", "/alerts/1/not-this", "/clippings/1", "/clippings/1/csv"]
OWNED_FORMS = [
    "/watches/1",
    "/alerts/1/not-this",
    "/watches/1/do",
    "/channels/2",
    "/deliveries/1/resend",
    "/clippings/1",
]


def _state(site: Site) -> list[Any]:
    """What belongs to people."""
    vault, person = site.desk.line.vault, site.desk.person
    return [
        site.desk.read(watches.of_person, vault, person),
        site.desk.read(channels.of_person, vault, person),
        site.desk.read(deliveries.newest, limit=9),
        site.desk.read(clippings.plans),
    ]


def test_a_stranger_is_sent_to_the_login_page_from_every_page(newsroom: Newsroom) -> None:
    stranger = newsroom.site.stranger()
    assert {(path, stranger.get(path).to) for path in PAGES} == {(path, "/login") for path in PAGES}


def test_a_strangers_forms_change_nothing(newsroom: Newsroom) -> None:
    before, stranger = _state(newsroom.site), newsroom.site.stranger()
    for path in FORMS:
        answer = stranger.post(path, do="remove", name="mine", rule="mine", address="https://x.example")
        assert (path, answer.status, answer.to) == (path, 303, "/login")
    assert _state(newsroom.site) == before


def test_a_strangers_stream_is_refused(newsroom: Newsroom) -> None:
    assert newsroom.site.stranger().get("/live").status == 401


def test_the_tables_above_name_every_route(newsroom: Newsroom) -> None:
    """A new page must say here who may see it."""
    told = {path.partition("?")[0] for path in [*PAGES, *FORMS, *OPEN]}
    numbered = {path.replace("/1", "/{id:int}").replace("/2", "/{id:int}").replace("/4", "/{id:int}") for path in told}
    numbered = {path.replace("/packs/korea", "/packs/{name}") for path in numbered}
    open_to_all = {"/login/{token}", "/static", "/feeds/search.{ending}", "/feeds/{name:path}", "/websub/{token}"}
    open_to_all |= {"/unsubscribe/{token}"}
    web = {route.path for route in newsroom.site.app.routes if not route.path.startswith("/api/")}  # see test_api
    assert web == numbered | open_to_all


def test_an_owner_sees_every_page(newsroom: Newsroom) -> None:
    owner = newsroom.site.visitor()
    assert {path: owner.get(path).status for path in PAGES} == dict.fromkeys(PAGES, 200)


@pytest.mark.parametrize("path", OWNED)
def test_somebody_elses_page_is_not_there(newsroom: Newsroom, path: str) -> None:
    assert newsroom.site.visitor("bora").get(path).status == 404


@pytest.mark.parametrize("deed", ["remove", "pause", "test"])
def test_somebody_elses_forms_change_nothing(newsroom: Newsroom, deed: str) -> None:
    before, other = _state(newsroom.site), newsroom.site.visitor("bora")
    answers = {path: other.post(path, do=deed, name="mine", rule="mine").status for path in OWNED_FORMS}
    assert answers == dict.fromkeys(OWNED_FORMS, 404)
    assert _state(newsroom.site) == before


def test_nobody_sees_anothers_things(newsroom: Newsroom) -> None:
    site = newsroom.site
    (watch,) = site.desk.read(watches.of_person, site.desk.line.vault, site.desk.person)
    owner, other = site.visitor(), site.visitor("bora")
    theirs = {"/watches": watch.token, "/inbox": "규모 5.1", "/channels": "ops", "/deliveries": "규모 5.1"}
    for path, secret in theirs.items():
        assert secret in owner.get(path).html
        assert secret not in other.get(path).html


def test_a_watch_cannot_send_to_anothers_channel(newsroom: Newsroom) -> None:
    site, other = newsroom.site, newsroom.site.visitor("bora")
    (hook,) = [c for c in site.desk.read(channels.of_person, site.desk.line.vault, site.desk.person) if c.name == "ops"]
    assert other.post("/watches", name="sly", rule="지진", to=[hook.id]).status == 303
    (sly,) = [w for w in site.desk.read(watches.some, [1, 2, 3]).values() if w.name == "sly"]
    assert hook.id not in sly.channels
    assert len(site.desk.read(alerts.newest, limit=9)) == 1


@pytest.mark.parametrize("path", [*FORMS, "/logout"])
@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elsewhere.example"}],
)
def test_a_form_from_another_site_is_refused(site: Site, path: str, headers: dict[str, str]) -> None:
    visitor = site.visitor()
    answer = visitor.ask("POST", path, None, **headers)
    assert (answer.status, answer.text) == (403, "This form was sent from another site.")
    assert visitor.get("/settings").status == 200


@pytest.mark.parametrize("path", ["/", "/login", "/nothing", "/healthz", "/static/sokbo.css", "/feeds/all.atom"])
def test_every_answer_is_protected(site: Site, path: str) -> None:
    headers = site.visitor().get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_pages_are_kept_by_nobody(newsroom: Newsroom) -> None:
    assert "no-store" in newsroom.site.visitor().get("/inbox").headers["cache-control"]
