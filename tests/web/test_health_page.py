"""Is it alive, is it ready."""

from __future__ import annotations

import orjson
from parts.site import Site
from sqlalchemy import text


def test_alive_and_ready(site: Site) -> None:
    stranger = site.stranger()
    assert stranger.get("/healthz").body == b"ok\n"
    answer = stranger.get("/readyz")
    assert (answer.status, orjson.loads(answer.body)) == (200, {"ready": True, "database": "ok", "redis": "gone"})


def test_without_its_tables_it_is_alive_and_not_ready(site: Site) -> None:
    with site.desk.line.database.write() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    stranger = site.stranger()
    assert stranger.get("/healthz").status == 200
    answer = stranger.get("/readyz")
    told = orjson.loads(answer.body)
    assert (answer.status, told["ready"], bool(told["database"])) == (503, False, True)


def test_a_database_of_a_newer_version_is_told(site: Site) -> None:
    with site.desk.line.database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from-tomorrow'"))
    answer = site.stranger().get("/readyz")
    assert (answer.status, "newer" in orjson.loads(answer.body)["database"]) == (503, True)


def test_a_fault_of_ours_is_a_plain_page_and_protected(site: Site) -> None:
    visitor = site.visitor()
    with site.desk.line.database.write() as connection:
        connection.execute(text("ALTER TABLE alerts RENAME TO mislaid"))
    answer = visitor.get("/inbox")
    assert (answer.status, "Something went wrong on the server." in answer.text) == (500, True)
    assert "mislaid" not in answer.html
    assert "default-src 'self'" in answer.headers["content-security-policy"]
