"""A board before and after a redesign, and a page where its list is gone."""

from __future__ import annotations

from parts.http import Page


def _page(body: str) -> Page:
    return Page(
        f"<!doctype html><html><head><title>가온시 게시판</title></head><body>{body}</body></html>".encode(),
        "text/html",
    )


def board(*numbers: int) -> Page:
    """Posts in a table."""
    rows = "".join(
        f"<tr><td>{n}<td class=t><a href='/v?no={n}'>가온시 소식 제{n}호가 나왔습니다</a><td class=who>김누리</tr>"
        for n in numbers
    )
    return _page(f"<table class=list><tr><th>번호<th>제목<th>글쓴이</tr>{rows}</table>")


def redesigned(*numbers: int) -> Page:
    """The same posts on cards."""
    rows = "".join(
        f"<li class=card><a class=go href='/v?no={n}'><strong>가온시 소식 제{n}호가 나왔습니다</strong></a></li>"
        for n in numbers
    )
    return _page(f"<main><ul class=cards>{rows}</ul></main>")


def another_list(*numbers: int) -> Page:
    """Other posts of other addresses, in another shape: the list itself is gone."""
    rows = "".join(
        f"<li class=goods><a href='/shop/{n}'>나루시장 오늘의 물건 {n}번을 소개합니다</a></li>" for n in numbers
    )
    return _page(f"<main><h2>나루시장</h2><ul class=shop>{rows}</ul></main>")
