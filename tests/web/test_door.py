"""Getting in and out, the one question before the first page, and settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from parts.newsroom import empty_site
from parts.site import Site
from sqlalchemy import update

from sokbo.queries import facts, people
from sokbo.tables import login_links


def test_a_link_logs_in_once_and_says_so_the_second_time(site: Site) -> None:
    link, first, second = site.link(), site.stranger(), site.stranger()
    assert first.post(link).to == "/"
    assert first.get("/inbox").status == 200
    again = second.post(link)
    assert (again.status, "sokbo login" in again.text) == (410, True)
    assert second.get("/inbox").to == "/login"


def test_opening_a_link_does_not_use_it(site: Site) -> None:
    """Messengers open links to preview them."""
    link, messenger, person = site.link(), site.stranger(), site.stranger()
    for _ in range(3):
        assert "This link works once." in messenger.get(link).text
    assert messenger.get("/inbox").to == "/login"
    assert person.post(link).status == 303


def test_an_old_link_is_not_good_any_more(site: Site) -> None:
    link = site.link()
    with site.desk.line.database.write() as connection:
        connection.execute(update(login_links).values(expires=0))
    visitor = site.stranger()
    assert [visitor.get(link).status, visitor.post(link).status] == [410, 410]


def test_a_made_up_link_is_not_good(site: Site) -> None:
    assert site.stranger().post("/login/made-up").status == 410


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites(site: Site) -> None:
    (cookie,) = site.stranger().post(site.link()).headers.get_all("set-cookie", [])
    assert {"httponly", "samesite=lax"} <= {part.strip().lower() for part in cookie.split(";")}


def test_behind_tls_the_session_cookie_stays_on_tls(sqlite_url: str, tmp_path: Path) -> None:
    with empty_site(sqlite_url, tmp_path, SOKBO_BASE_URL="https://news.example") as site:
        (cookie,) = site.stranger().post(site.link()).headers.get_all("set-cookie", [])
    assert "secure" in {part.strip().lower() for part in cookie.split(";")}


def test_logging_out_ends_the_session_itself(site: Site) -> None:
    visitor = site.visitor()
    kept = dict(visitor.cookies)
    assert visitor.post("/logout").to == "/login"
    visitor.cookies = kept
    assert visitor.get("/inbox").to == "/login"


def test_who_is_in_has_no_use_for_the_login_page(site: Site) -> None:
    assert site.visitor().get("/login").to == "/"
    assert "sokbo login" in site.stranger().get("/login").text


def test_the_login_page_names_the_public_feeds_for_readers(site: Site) -> None:
    page = site.stranger().get("/login").html
    assert page.count('rel="alternate"') == 3
    assert 'type="application/atom+xml" title="Sokbo" href="/feeds/all.atom"' in page


def test_the_first_page_asks_for_the_time_zone_once(sqlite_url: str, tmp_path: Path) -> None:
    with empty_site(sqlite_url, tmp_path, SOKBO_TIMEZONE="") as site:
        visitor = site.visitor()
        assert {visitor.get(path).to for path in ("/", "/inbox", "/settings")} == {"/welcome"}
        visitor.language = "ko-KR,ko;q=0.9,en;q=0.5"
        assert 'value="Asia/Seoul" list' in visitor.get("/welcome").html
        bad = visitor.post("/welcome", timezone="Asia/Atlantis")
        assert (bad.status, 'value="Asia/Atlantis"' in bad.html) == (422, True)
        assert visitor.post("/welcome", timezone="Europe/Lisbon").to == "/"
        assert visitor.get("/").status == 200
        assert site.desk.read(facts.get, "timezone") == "Europe/Lisbon"


def test_the_environment_answers_it_without_asking(site: Site) -> None:
    visitor = site.visitor()
    assert visitor.get("/").status == 200
    assert "Set by SOKBO_TIMEZONE." in visitor.get("/settings").text


def test_each_person_has_a_language_and_a_zone(site: Site) -> None:
    visitor = site.visitor()
    assert visitor.post("/settings", language="ko", timezone="America/New_York", theme="dark").to == "/settings"
    page = visitor.get("/settings")
    assert ("저장했습니다." in page.text, '<html lang="ko" data-theme="dark">' in page.html) == (True, True)
    assert "저장했습니다." not in visitor.get("/settings").text
    assert '<html lang="en"' in site.visitor("bora").get("/settings").html
    person = site.desk.read(people.named, "admin")
    assert (person.language, person.timezone) == ("ko", "America/New_York")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "/etc/passwd", "\x00"])
def test_a_zone_that_is_none_is_refused_and_kept_in_the_form(site: Site, zone: str) -> None:
    visitor = site.visitor()
    answer = visitor.post("/settings", language="ko", timezone=zone)
    assert (answer.status, zone.strip("\x00") in answer.html) == (422, True)
    person = site.desk.read(people.named, "admin")
    assert (person.language, person.timezone) == (None, None)
