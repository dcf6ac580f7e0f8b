"""What an element of a row holds, told from the names that its markup and its column's heading bear. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORDS = re.compile(r"[^0-9a-z가-힣]+")

_BY_NAME = (
    # Surer names first; among those of one tier the first word of the class decides.
    {
        "later": r"last(?:post|reply|comment|date|update)\w*|latest|updated?|modified|edited|moddate|upd(?:ate)?date",
        "outlet": r"press|publisher|media|outlet|provider|cp|newspaper|언론사|매체",
        "date": r".*date(?:time)?|time|.*day|dt|wdt|regdt|timestamp|ago|posted|published|작성일|등록일|날짜",
        "author": r"author|writer|wr|nick.*|.*name|member|user|byline|reporter|by|source|글쓴이|작성자",
        "title": r".*title|.*subject|subj|sbj|tit|ttl|headline|hd|제목",
    },
    {
        "count": r"hits?|views?|reads?|readed|votes?|recom.*|likes?|replies|reply.*|comments?|cmt|cnt|counts?|posts",
        "number": r"no|num\d?|number|번호|idx|seq",
    },
    {
        "category": r"cate.*|section|tags?|flair|prefix|분류",
        "summary": r"summary|desc.*|lead|preview|excerpt|body|contents?|cont|txt|text|article|snippet|dek",
        "badge": r"new|hot|icons?|ico|badge|label|file|secret|extraimages|sound|only|blind|hidden|sr|thumb.*|photo",
    },
)
_TIERS = tuple(re.compile("|".join(f"(?P<{role}>{words})" for role, words in tier.items())) for tier in _BY_NAME)
_SUBTITLE = {"sub", "subtitle", "subtit"}
_ANY_TEXT = {"txt", "text", "cont", "content", "contents", "body", "article", "view", "read"}
"""Words that call a text a summary or a count, but not a link."""
_BY_TAG = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "dt"), "title"),
    "time": "date",
    "cite": "author",
    "address": "author",
    **dict.fromkeys(("sup", "svg", "button"), "badge"),
}

_HEADINGS = {
    "number": {"번호", "no", "no.", "num", "number", "#", "순번", "연번", "글번호", "순서"},
    "title": {
        "제목",
        "title",
        "subject",
        "글제목",
        "기사제목",
        "headline",
        "뉴스",
        "기사",
        "내용",
        "topic",
        "topics",
        "article",
    },
    "author": {
        "글쓴이",
        "작성자",
        "이름",
        "기자",
        "등록자",
        "닉네임",
        "author",
        "writer",
        "name",
        "by",
        "posted by",
        "필자",
    },
    "outlet": {"언론사", "매체", "매체명", "신문사", "출처", "언론", "제공", "outlet", "source", "press", "publisher"},
    "date": {
        "날짜",
        "등록일",
        "작성일",
        "일자",
        "일시",
        "등록일시",
        "작성일시",
        "게시일",
        "등록일자",
        "작성일자",
        "보도일",
        "date",
        "posted",
        "시간",
        "time",
    },
    "count": {
        "조회",
        "조회수",
        "조회 수",
        "추천",
        "추천수",
        "추천 수",
        "hit",
        "hits",
        "views",
        "read",
        "replies",
        "댓글",
        "첨부",
        "파일",
        "비고",
    },
    "category": {"분류", "구분", "카테고리", "category", "section", "섹션", "지역", "말머리"},
}
_BY_HEADING = {word.replace(" ", ""): role for role, words in _HEADINGS.items() for word in words}


@lru_cache(maxsize=2048)
def of_names(tag: str, names: str) -> str:
    """The role of an element by its tag and its class and id; "" where they say nothing."""
    words = [word for word in _WORDS.split(_CAMEL.sub(" ", names).lower()) if word]
    if not _SUBTITLE.isdisjoint(words):
        return "summary"
    for tier in _TIERS:
        for word in words:
            if (found := tier.fullmatch(word)) and not (tag == "a" and word in _ANY_TEXT):
                return found.lastgroup or ""
    return _BY_TAG.get(tag, "")


def of_heading(text: str) -> str:
    """The role of a column by what stands above it; "" for what is no heading."""
    return _BY_HEADING.get("".join(text.lower().split()).strip("▲▼↑↓:"), "")
