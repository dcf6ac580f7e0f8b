"""What of a page opens another: links, and elements that a script makes one of."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

SELECTOR = "a, [onclick], [data-href], [data-url], [data-link], input[type=submit]"

_NO_PAGE = re.compile(r"#|\s*$|(?:javascript|mailto|tel|data|sms):", re.IGNORECASE)
_CALL = re.compile(r"\w\s*\(\s*(?:this\s*,\s*)?['\"]?[^'\")]*[\w-]{1,}['\"]?|location|__doPostBack", re.IGNORECASE)
_NO_CALL = re.compile(
    r"void\s*\(|share|sns|popup|popMenu|toggle|check|scrap|print|like\(|vote|login|search"
    r"|close|select_?all|delete|menu|slide|tab\(|more\(|page\(|paging|goPage|(?:fn_?)?(?:egov_)?select_?\w*List|preventDefault\(\s*\)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\(\s*['\"](?:https?://|\.{0,2}/|[\w-]+\.(?:php|do|asp|aspx|jsp|html?)\?)[^'\"]*\d[^'\"]*['\"]\s*\)", re.IGNORECASE
)
_RETURN = re.compile(r"[;\s]*return(?:\s+(?:false|true))?[;\s]*$|\bevent\.\w+\(\s*\)\s*;?|\bevent\.\w+\s*=\s*\w+\s*;?")
"""What clicks end with: that the link itself is not to be followed."""
_TOLD = re.compile(r"data-(?!clk|toggle|target|rank|index|page|area|role|type|count|layer|size|width|height|ad|tiara)")
_IDENTIFIES = re.compile(r"(?=.*\d)[\w.:-]{1,64}")
_LITTLE = 200
_LONGEST = 500
"""Characters of a click's script that are looked at."""
_ADDRESSES = ("data-href", "data-url", "data-link")
_SCRIPT = "javascript:"
_NO_TITLE = {"검색", "확인", "조회", "로그인", "등록", "글쓰기", "search", "submit", "login", "go"}


def is_page(href: str) -> bool:
    """Whether the reference leads to another page (and is no script, mail, or place on the same page)."""
    return not _NO_PAGE.match(href)


def opens(tag: str, attributes: dict[str, str | None]) -> bool:
    """Whether an element opens a page when it is clicked on."""
    if tag == "a":
        return bool(attributes.get("href") or attributes.get("onclick") or told(attributes))
    if tag == "input":
        value = (attributes.get("value") or "").strip()
        return attributes.get("type") == "submit" and len(value) > 1 and value.lower() not in _NO_TITLE
    if tag in {"button", "img", "select", "option", "body", "form"}:
        return False
    return bool(address(attributes)) or is_call(attributes.get("onclick") or "")


def address(attributes: dict[str, str | None]) -> str:
    """The address that an element gives; "" where it gives none."""
    href = (attributes.get("href") or "").strip()
    if href and is_page(href):
        return href
    return next((value for name in _ADDRESSES if (value := attributes.get(name)) and is_page(value)), "")


def call(attributes: dict[str, str | None]) -> str:
    """The script that runs when the element is clicked on; "" where that opens nothing."""
    href = (attributes.get("href") or "").strip()
    for script in (attributes.get("onclick") or "", href[len(_SCRIPT) :] if href.lower().startswith(_SCRIPT) else ""):
        script = _RETURN.sub("", script[:_LONGEST].strip())
        script = script[len(_SCRIPT) :] if script.lower().startswith(_SCRIPT) else script
        if is_call(script):
            return script
    return ""


def is_call(script: str) -> bool:
    """Whether a script opens a post: it calls something with a value, and is none of the usual small services."""
    script = script[:_LONGEST]
    if _ADDRESS.search(script):
        return True
    return bool(_CALL.search(script)) and not _NO_CALL.search(script)


def told(attributes: dict[str, str | None]) -> tuple[tuple[str, str], ...]:
    """Which post an element is of, where its data attributes say so."""
    return tuple(
        (name[5:], value)
        for name, value in attributes.items()
        if value and name.startswith("data-") and _TOLD.match(name) and _IDENTIFIES.fullmatch(value)
    )


def length(node: LexborNode) -> int:
    """How long the text is that opens a page."""
    if node.tag == "input":
        return len(node.attributes.get("value") or "")
    if text := node.text().strip():
        return len(text)
    attributes = node.attributes
    return len(attributes.get("aria-label") or attributes.get("title") or "") or _pictured(node) or _beside(node)


def _pictured(node: LexborNode) -> int:
    """The length of what a picture is called, or of the little that stands beside it."""
    picture = node.css_first("img")
    if picture is None:
        return 0
    around = node.parent.text().strip() if node.parent is not None and node.parent.tag not in {"body", "td"} else ""
    return len(picture.attributes.get("alt") or "") or (len(around) if len(around) < _LITTLE else 0)


def _beside(node: LexborNode) -> int:
    """The length of the heading that a link without words lies over."""
    around = node.parent
    heading = around.css_first("h2, h3, h4, h5, strong") if around is not None and around.tag != "body" else None
    return len(heading.text().strip()) if heading is not None else 0
