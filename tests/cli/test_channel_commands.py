"""``channel`` and ``deliveries resend`` at the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from parts.outbox import outbox
from standardwebhooks import Webhook

from cli.main import sokbo
from sokbo import installation
from sokbo.database import connect
from sokbo.settings import load

Run = Callable[..., Result]
HOOK = "https://example.org/hook"


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on a fresh installation."""
    monkeypatch.setenv("SOKBO_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SOKBO_DATABASE_URL", sqlite_url)
    return lambda *words, **more: CliRunner().invoke(sokbo, words, **more)


def test_a_secret_is_changed_in_two_steps(run: Run) -> None:
    first = json.loads(run("channel", "add", "ops", HOOK, "--json").output)["secret"]
    changed = run("channel", "rotate", "ops").output
    second = changed.split("shown this once: ")[1].split()[0]
    assert second != first
    assert Webhook(second)
    assert "newest secret alone" in run("channel", "rotate", "ops", "--settle").output
    assert run("channel", "add", "me", "mailto:kim@example.org").exit_code == 0
    assert run("channel", "rotate", "me").exit_code == 2


def test_a_template_is_checked_and_only_a_hook_has_one(run: Run, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad", tmp_path / "good"
    bad.write_text('{"text": {{titel}}}')
    good.write_text('{"text": "{{title}}"}')
    refused = run("channel", "add", "ops", HOOK, "--template", str(bad))
    assert (refused.exit_code, "knows no {{titel}}" in refused.output) == (2, True)
    assert run("channel", "add", "ops", HOOK, "--template", str(good)).exit_code == 0
    assert run("channel", "add", "me", "mailto:kim@example.org", "--template", str(good)).exit_code == 2


def test_naver_works_takes_its_secret_from_a_file_and_prints_none_of_it(run: Run) -> None:
    answer = run(
        "channel", "add", "works", "naverworks://1/users/kim", "--secret-file", "-", input='{"client_id": "s3cret"}'
    )
    assert (answer.exit_code, "lacks client_secret" in answer.output, "s3cret" in answer.output) == (2, True, False)


def test_kakaotalk_is_told_of_what_there_is_instead(run: Run) -> None:
    answer = run("channel", "add", "talk", "kakaotalk://token")
    assert (answer.exit_code, "Telegram or Web Push" in answer.output) == (2, True)


def test_what_was_given_up_goes_out_again(run: Run, sqlite_url: str) -> None:
    run("channel", "add", "ops", HOOK)
    run("channel", "add", "other", "https://example.org/other")
    with closing(connect(sqlite_url)) as database:
        box = outbox(database, installation.vault(load()))
        of_ops = box.put(1, "가", "나", state="dead")
        of_other = box.put(2, "다", state="dead")
        assert "2 deliveries go out again" in run("deliveries", "resend", "--dead", "--channel", "ops").output
        assert (box.states(of_ops), box.states(of_other)) == (["pending", "pending"], ["dead"])
        assert f"Delivery {of_other[0]} goes out again" in run("deliveries", "resend", str(of_other[0])).output
        assert run("deliveries", "resend").exit_code == 2
        assert run("deliveries", "resend", "1", "--dead").exit_code == 2
        rows = [json.loads(line) for line in run("deliveries", "--query", "pending", "--json").output.splitlines()]
        assert {row["id"] for row in rows} == {*of_ops, *of_other}
