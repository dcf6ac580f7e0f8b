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
        "outlet": r"press|source|publisher|media|outlet|provider|cp|newspaper|언론사|매체",
        "date": r".*date(?:time)?|time|.*day|dt|wdt|regdt|timestamp|ago|posted|published|작성일|등록일|날짜",
        "author": r"author|writer|wr|nick.*|.*name|member|user|byline|reporter|by|dept\w*|department|글쓴이|작성자",
        "title": r".*title|.*subject|subj|sbj|tit|ttl|headline|hd|제목",
    },
    {
        "count": r"hits?|views?|reads?|readed|votes?|recom.*|likes?|replies|reply.*|comments?|cmt|cnt|counts?|posts",
        "number": r"no|num\d?|number|번호|idx|seq",
    },
    {
        "category": r"cat\d?|cate.*|genre|kind|section|tags?|flair|prefix|분류",
        "summary": r"summary|desc.*|lead|preview|excerpt|body|contents?|cont|txt|text|article|snippet|dek",
        "badge": r"new|hot|icons?|ico|badge|label|file|secret|extraimages|sound|only|blind|hidden|sr|thumb.*|photo",
    },
)
_TIERS = tuple(re.compile("|".join(f"(?P<{role}>{words})" for role, words in tier.items())) for tier in _BY_NAME)
_MOST_WORDS = 24
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
    "number": ("# no no. num number 序号 序號 番号 编号 連番 글번호 번호 순번 순서 연번"),
    "title": (
        "article headline subject title topic topics タイトル 主題 主题 件名 标题 標題 題名 글제목 기사 "
        "기사제목 내용 뉴스 보도자료 보도자료명 자료명 제목 제목(조회수)"
    ),
    "author": (
        "author by name postedby writer 作者 发布者 投稿 投稿者 게시자 글쓴이 기관 기관명 기자 닉네임 "
        "담당부서 담당자 등록부서 등록자 부서 부서명 소관부서 이름 작성부서 작성자 필자"
    ),
    "outlet": ("outlet press publisher source 來源 媒体 来源 매체 매체명 신문사 언론 언론사 제공 출처"),
    "date": (
        "created date datepublished posted postedon published time 发布日期 发布时间 投稿日 掲載日 日付 "
        "日時 日期 时间 更新时间 發布時間 게시일 게시일시 게재일 날자 날짜 등록 등록시간 등록일 등록일시 "
        "등록일자 배포일 보도일 보도일자 시간 일시 일자 일정 작성 작성시간 작성일 작성일시 작성일자"
    ),
    "count": (
        "hit hits lastpost lastpostby like likes read replies views votes 回复 回复/查看 最后发表 查看 "
        "浏览 点击 评论 閲覧 閲覧数 댓글 마지막글 비고 읽음 조회 조회수 좋아요 첨부 첨부파일 최근글 추천 "
        "추천/조회 추천수 파일 파일첨부"
    ),
    "category": ("category section カテゴリ カテゴリー 分类 栏目 类别 구분 말머리 분류 섹션 유형 종류 지역 카테고리"),
}
"""Headings, written without spaces."""
_BY_HEADING = {word: role for role, words in _HEADINGS.items() for word in words.split()}


@lru_cache(maxsize=2048)
def of_names(tag: str, names: str) -> str:
    """The role of an element by its tag and its class and id; "" where they say nothing."""
    words = [word for word in _WORDS.split(_CAMEL.sub(" ", names).lower()) if word][:_MOST_WORDS]
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
