"""As much of JavaScript as boards open their posts with: strings put together, a form filled in. Pure; nothing is run.

`location.href = '/view?no=' + no`, `f.no.value = no; f.action = '/view'; f.submit()`, `$(this).data('id')`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from worker.read.board.statements import LONGEST_LINE, split, unquoted

_GOES = re.compile(
    r"(?:^|[\s.(])location(?:\.href)?\s*=(?!=)\s*(.+)$|\blocation\.(?:assign|replace)\s*\((.+)\)$", re.DOTALL
)
_OPENS = re.compile(r"\bopen\s*\((.+)\)$", re.DOTALL)
_SUBMITS = re.compile(r"^(?:return\s+)?(.*?)\.submit\s*\(\s*\)$", re.DOTALL)
_ACTION = re.compile(r"^(.*?)\.(?:action\s*=\s*|(?:attr|prop)\(\s*['\"]action['\"]\s*,\s*)(.+?)\)?$", re.DOTALL)
_CHAINED = re.compile(r"^(.*)\.(?:attr|prop)\([^()]*\)$", re.DOTALL)
_METHOD = re.compile(r"^.*?\.(?:method\s*=\s*|(?:attr|prop)\(\s*['\"]method['\"]\s*,\s*)['\"](\w+)['\"]\)?$")
_FILLS = re.compile(r"^(.*?)\.(?:value\s*=\s*(.+)|val\(\s*(.+)\))$", re.DOTALL)
_SETS = re.compile(r"^(?:var\s+|let\s+|const\s+)?([\w$]+)\s*(\+?=)(?!=)\s*(.+)$", re.DOTALL)
_NAME = re.compile(r"[\w$]+")
_LAST_NAME = re.compile(r"([\w$-]+)\W*$")
_TOLD = re.compile(
    r"\.data\(\s*['\"]([\w-]+)['\"]\s*\)$|\.dataset\.(\w+)$|(?:attr|getAttribute)\(\s*['\"]data-([\w-]+)['\"]\s*\)$"
)
_VALUE = re.compile(r"(.*)\.(?:value|val\(\s*\))$", re.DOTALL)
_WRAPPED = re.compile(r"(?:encodeURIComponent|encodeURI|escape|String|Number|parseInt|\$\.trim)\((.*)\)$", re.DOTALL)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the page."""

    action: str
    method: str
    fields: tuple[tuple[str, str], ...]


Forms = Callable[[str], Form | None]
"""The form that has this name or id; the page's only one for an empty name."""


@dataclass(frozen=True, slots=True)
class Value:
    """A string, and whether anything that the row says went into it."""

    text: str
    is_told: bool = False


@dataclass(slots=True)
class Run:
    """What is known where a script runs."""

    names: dict[str, Value]
    told: Mapping[str, str]
    inputs: Mapping[str, str]
    """What the page's inputs hold, by name and id."""
    forms: Forms
    aliases: dict[str, str] = field(default_factory=dict)
    filled: dict[str, Value] = field(default_factory=dict)
    action: Value | None = None
    method: str = ""
    is_own: bool = False
    """The script is the row's own, and all in it is told by the row."""


def run(lines: list[str], where: Run) -> str | None:
    """The address that the script opens, made of what its row says; None where that can't be known."""
    for line in lines:
        if len(line) > LONGEST_LINE:
            continue
        if goes := _GOES.search(line) or _OPENS.search(line):
            target = next(part for part in goes.groups() if part)
            value = evaluate(split(target, ",")[0], where)
            if value and (value.is_told or where.is_own):
                return value.text
        elif submits := _SUBMITS.search(line):
            if address := _submitted(submits[1], where):
                return address
        else:
            _note(line, where)
    return None


def _note(line: str, where: Run) -> None:
    """Takes down what a statement sets."""
    if found := _ACTION.match(line):
        where.action = evaluate(found[2], where)
    elif found := _METHOD.match(line):
        where.method = found[1].lower()
    elif found := _FILLS.match(line):
        value = evaluate(found[2] or found[3], where)
        if value and (name := _LAST_NAME.search(found[1])):
            where.filled[name[1]] = value
    elif found := _SETS.match(line):
        value = evaluate(found[3], where)
        if value is None:
            where.names.pop(found[1], None)
            if name := _LAST_NAME.search(found[3]):
                where.aliases[found[1]] = name[1]
        elif found[2] == "=":
            where.names[found[1]] = value
        elif found[1] in where.names:
            where.names[found[1]] = _joined([where.names[found[1]], value])


def _submitted(form: str, where: Run) -> str | None:
    """The address that a form opens which is sent by GET."""
    while chained := _CHAINED.match(form):
        _note(form, where)
        form = chained[1]
    name = found[1] if (found := _LAST_NAME.search(form)) else ""
    sent = where.forms(where.aliases.get(name, name))
    if sent is None or (where.method or sent.method) != "get":
        return None
    if not any(value.is_told for value in where.filled.values()):
        return None
    action = where.action.text if where.action else sent.action
    known = dict(sent.fields)
    pairs = [f"{name}={where.filled[name].text if name in where.filled else value}" for name, value in known.items()]
    return f"{action.partition('?')[0]}?{'&'.join(pairs)}" if set(where.filled) & set(known) else None


def evaluate(text: str, where: Run) -> Value | None:
    """What an expression comes to; None where that can't be known."""
    parts = [_term(term, where) for term in split(text.strip().rstrip(";"), "+")]
    known = [part for part in parts if part is not None]
    return _joined(known) if known and len(known) == len(parts) else None


def _joined(values: list[Value]) -> Value:
    return Value("".join(v.text for v in values), any(v.is_told for v in values))


def _term(term: str, where: Run) -> Value | None:
    if term[0] in "'\"" and term[-1] == term[0] and len(term) > 1:
        return Value(unquoted(term))
    if term[0] == "`":
        return _template(term[1:-1], where)
    if _NUMBER.fullmatch(term):
        return Value(term)
    if _NAME.fullmatch(term):
        return where.names.get(term)
    if found := _TOLD.search(term):
        name = found[1] or found[3] or _CAMEL.sub("-", found[2]).lower()
        return Value(where.told[name], is_told=True) if name in where.told else None
    if found := _WRAPPED.match(term) or re.fullmatch(r"\((.*)\)", term, re.DOTALL):
        return evaluate(found[1], where)
    if (found := _VALUE.match(term)) and (name := _LAST_NAME.search(found[1])):
        return where.filled.get(name[1]) or (Value(where.inputs[name[1]]) if name[1] in where.inputs else None)
    return None


def _template(text: str, where: Run) -> Value | None:
    parts: list[Value | None] = []
    for at, part in enumerate(re.split(r"\$\{([^}]*)\}", text)):
        parts.append(evaluate(part, where) if at % 2 else Value(part))
    known = [part for part in parts if part is not None]
    return _joined(known) if len(known) == len(parts) else None
