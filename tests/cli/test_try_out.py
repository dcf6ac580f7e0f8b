import json
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import sokbo


def run(*args: str, stdin: str | bytes = "", color: bool = False) -> Result:
    return CliRunner().invoke(sokbo, args, input=stdin, color=color)


def lines(*rows: Any) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def read(result: Result) -> list[Any]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_match_prints_each_line_with_its_verdict_and_its_reasons() -> None:
    given = {"title": "[속보] 서울 공장 화재", "rule": "속보 공장 -훈련", "id": 12345678901234567890, "x": [1.5, None]}
    (row,) = read(run("match", "--jsonl", stdin=lines(given)))
    assert row == given | {
        "match": True,
        "why": [
            {"term": "속보", "text": "속보", "start": 1, "end": 3, "how": "label"},
            {"term": "공장", "text": "공장", "start": 8, "end": 10, "how": "exact"},
        ],
    }


def test_match_judges_every_line_in_its_place() -> None:
    rows = [{"title": title, "rule": "KT", "match": "old"} for title in ("KT", "KTX", "kt", "KT가")]
    assert [
        row["match"] for row in read(run("match", "--jsonl", stdin=lines(*rows[:2]) + "\n" + lines(*rows[2:])))
    ] == [*(True, False, False, True)]


def test_a_rule_that_cannot_be_read_matches_nothing_and_says_why() -> None:
    bad, good = read(run("match", "--jsonl", stdin=lines({"title": "a", "rule": "(a"}, {"title": "a", "rule": "a"})))
    assert (bad["match"], bad["why"]) == (False, [])
    assert bad["error"] == "this parenthesis is not closed: write ) behind its last word, at character 1"
    assert good["match"] is True
    assert "error" not in good


@pytest.mark.parametrize(
    "broken",
    [
        '{"title": "a"',
        "[1]",
        '"a"',
        '{"title": "a"}',
        '{"title": 5, "rule": "a"}',
        '{"title": "a", "rule": "a", "x": NaN}',
        '{"title": "a", "rule": "a", "x": 1e999}',
        "[" * 100_000,
        b'{"title": "\xff", "rule": "a"}',
    ],
)
def test_a_line_that_cannot_be_read_is_named(broken: str | bytes) -> None:
    good = lines({"title": "a", "rule": "a"}).encode()
    result = run("match", "--jsonl", stdin=good + (broken if isinstance(broken, bytes) else broken.encode()))
    assert result.exit_code == 65
    assert result.stderr.startswith("sokbo: line 2 ")
    assert result.stderr.count("\n") == 1
    assert result.stdout.count("\n") == 1


def test_half_a_character_goes_through_as_it_came() -> None:
    result = run("match", "--jsonl", stdin=r'{"title": "KT \ud83d", "rule": "KT"}')
    assert r'"title": "KT \ud83d"' in result.stdout
    assert read(result)[0]["match"] is True


def test_match_prints_the_titles_that_match() -> None:
    titles = "KT 해킹\nKTX 증편\r\n\n[단독] SKT·KT 합의\n"
    assert run("match", "KT", stdin=titles).stdout == "KT 해킹\n[단독] SKT·KT 합의\n"
    assert run("match", "KT", stdin=titles, color=True).stdout.startswith("\x1b[1mKT\x1b[0m 해킹\n")
    assert [row["title"] for row in read(run("match", "KT", "--json", stdin=titles))] == [
        "KT 해킹",
        "[단독] SKT·KT 합의",
    ]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["match", "(("], "a word is missing here: write one, or take the sign before or behind it away"),
        (["match"], "give a RULE"),
        (["match", "a", "--jsonl"], "give a RULE"),
        (["stories"], "give --jsonl"),
    ],
)
def test_wrong_usage_is_one_line(args: list[str], says: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


def test_titles_that_are_no_utf8_are_named() -> None:
    result = run("match", "KT", stdin="KT 해킹\n".encode() + "KT 해킹\n".encode("cp949"))
    assert (result.exit_code, result.stdout) == (65, "KT 해킹\n")
    assert result.stderr == "sokbo: line 2 is not UTF-8\n"


def row(number: Any, title: str, hour: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "title": title,
        "published": f"2026-03-{1 + hour // 24:02}T{hour % 24:02}:00:00+09:00",
        **more,
    }


def stories(*rows: dict[str, Any]) -> list[Any]:
    return [found["story"] for found in read(run("stories", "--jsonl", stdin=lines(*rows)))]


def test_stories_names_each_story_by_its_first_headline() -> None:
    given = [
        row("x", "[속보] 서울 공장 화재", 1, outlet="하나일보"),
        row(7, "제주 공항 결항", 2),
        row("y", "서울 공장, 화재(종합)", 3, outlet="두리신문"),
        row(8.5, "제주공항 결항", 4),
    ]
    assert read(run("stories", "--jsonl", stdin=lines(*given))) == [
        given[0] | {"story": "x"},
        given[1] | {"story": 7},
        given[2] | {"story": "x"},
        given[3] | {"story": 7},
    ]


def test_stories_knows_an_address_again() -> None:
    news = "https://news.example/a?id=1"
    assert stories(
        row(1, "처음", url=news), row(2, "고침", url=news + "&utm_source=x#top"), row(3, "딴것", url=None)
    ) == [1, 1, 3]


def test_a_title_that_comes_every_day_is_another_story_tomorrow() -> None:
    assert stories(row(1, "오늘의 날씨"), row(2, "오늘의 날씨", 1), row(3, "오늘의 날씨", 25)) == [1, 1, 3]


def test_titles_without_words_are_stories_of_their_own() -> None:
    assert stories(row(1, "[속보]"), row(2, "[속보]"), row(3, "…"), row(4, "…")) == [1, 2, 3, 4]


def test_a_headline_without_a_time_counts_from_the_one_before() -> None:
    assert stories(row(1, "가나"), {"id": 2, "title": "가나", "published": None}, {"id": 3, "title": "가나"}) == [
        1,
        1,
        1,
    ]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"title": "a", "published": None}, 'line 2 has no "id"'),
        ({"id": 1, "published": None}, 'line 2 has no text under "title"'),
        ({"id": 1, "title": "a", "published": "gestern"}, 'line 2 has no ISO 8601 time under "published"'),
        ({"id": 1, "title": "a", "published": 5}, 'line 2 has no ISO 8601 time under "published"'),
    ],
)
def test_a_headline_that_cannot_be_read_is_named(broken: dict[str, Any], says: str) -> None:
    result = run("stories", "--jsonl", stdin=lines(row(1, "가나"), broken))
    assert (result.exit_code, result.stderr) == (65, f"sokbo: {says}\n")


def test_trying_out_needs_no_services() -> None:
    loaded = "import sys, cli.try_out; print(*sys.modules)"
    modules = set(
        subprocess.run([sys.executable, "-c", loaded], capture_output=True, check=True).stdout.decode().split()
    )
    assert not modules & {"sqlalchemy", "redis", "celery", "pycurl", "starlette", "rich"}
