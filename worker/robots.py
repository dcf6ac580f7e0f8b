"""2c. What a site's robots.txt says of a page (RFC 9309). Pure: the longest rule that fits decides, Allow at a tie.

It is heeded for boards, which are pages made for people; a feed is an invitation to be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from sokbo.exchange import NetworkError, Request, Response, Route, host_of

PRODUCT = "sokbo"
LARGEST = 500_000
"""Bytes that are read of it, as many as RFC 9309 (2.5) asks for."""
TIMEOUT_S = 15.0


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: the parts of its path between the asterisks."""

    allow: bool
    path: str
    parts: tuple[str, ...]
    to_the_end: bool

    def fits(self, path: str) -> bool:
        """Whether a path, unquoted, begins as the rule says."""
        first, *others = self.parts
        if not path.startswith(first):
            return False
        at = len(first)
        for n, part in enumerate(others, 1):
            last = self.to_the_end and n == len(others)
            found = len(path) - len(part) if last and path.endswith(part) else path.find(part, at)
            if found < at:
                return False
            at = found + len(part)
        return not self.to_the_end or at == len(path)


def origin(url: str) -> str:
    """Scheme and host, with a port that is written out: what one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"


def request(url: str, agent: str, route: Route | None = None) -> Request:
    """The question for the robots.txt of an address."""
    return Request(
        f"{origin(url)}/robots.txt",
        headers={"User-Agent": agent},
        max_bytes=LARGEST,
        cut_body=True,
        timeout_s=TIMEOUT_S,
        route=route,
    )


def told(answer: Response | NetworkError) -> str | None:
    """The rules that an answer gives; none are needed where there is no such file. None where they can't be had now."""
    if isinstance(answer, NetworkError) or answer.status >= 500 or answer.status == 429:
        return None
    if 200 <= answer.status < 300:
        return _for_us(answer.body.decode("utf-8", "replace").replace("\0", "").removeprefix("\ufeff"))
    return ""


def _for_us(text: str) -> str:
    """The same rules without those for others, which are most of many such files."""
    lines = [f"{'Allow' if rule.allow else 'Disallow'}: {rule.path}" for rule in rules(text)]
    return "\n".join(["User-agent: *", *lines]) if lines else ""


@lru_cache(4096)
def refusal(text: str, url: str) -> str | None:
    """Why the rules keep a page from us, in one line; None where they don't."""
    parts = urlsplit(url)
    path = unquote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    fitting = [rule for rule in rules(text) if rule.fits(path)]
    deciding = max(fitting, key=lambda rule: (len(rule.path), rule.allow), default=None)
    if deciding is None or deciding.allow:
        return None
    return (
        f"the robots.txt of {host_of(url)} keeps it from us (Disallow: {deciding.path}): ask them, or --ignore-robots"
    )


@lru_cache(64)
def rules(text: str) -> tuple[Rule, ...]:
    """The rules for us: those of the groups that name us, else of those for everybody."""
    groups: dict[str, list[Rule]] = {}
    agents: list[str] = []
    listing = False
    for line in text.splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "user-agent" and colon:
            agents = [*agents, value.lower()] if listing else [value.lower()]
            listing = True
            groups.setdefault(value.lower(), [])
        elif name in {"allow", "disallow"} and colon:
            listing = False
            if value:
                for agent in agents:
                    groups[agent].append(_rule(name == "allow", value))
    ours = [agent for agent in groups if agent.partition("/")[0].strip() == PRODUCT]
    return tuple(rule for agent in ours or ["*"] for rule in groups.get(agent, ()))


def _rule(allow: bool, path: str) -> Rule:
    bare = path.removesuffix("$")
    parts = tuple(unquote(part) for part in bare.split("*"))
    return Rule(allow, path, parts, path.endswith("$"))
