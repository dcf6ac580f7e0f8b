"""What to say beside a rule that can be read but hardly does what was meant. Pure.

``never``: it can match nothing; ``everything``: nearly every headline; ``stricter``: with the analyser of Korean, which
is not there, it would find its words inside longer ones too.
"""

from __future__ import annotations

from dataclasses import dataclass

from notify.knowledge import Knowledge
from notify.match import find
from notify.subject import Subject
from notify.tree import And, Field, Near, Not, Or, Pattern, Rule, Term, terms
from sokbo.fold import fold

ANYTHING = ("가", "나다", "a", "bc", "1", "20")
"""Titles that a pattern hardly means when it matches them all."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One remark: its kind, and what in the rule it is about."""

    kind: str
    about: str

    def __str__(self) -> str:
        match self.kind:
            case "never":
                return f"this can never match: {self.about} is asked for and excluded at once"
            case "everything":
                return f"this matches nearly everything: {self.about} says too little"
            case _:
                return f"{self.about} is found inside longer words only with the analyser: pip install sokbo[korean]"


def advice(rule: Rule, knowledge: Knowledge) -> tuple[Advice, ...]:
    """What to say of a rule; nothing of one that will do."""
    found = []
    if (clash := _clash(rule, knowledge)) is not None:
        found.append(Advice("never", clash))
    elif (loose := _loose(rule)) is not None:
        found.append(Advice("everything", loose))
    if knowledge.analyser is None and (gains := _gains(rule, knowledge)):
        found.append(Advice("stricter", ", ".join(gains)))
    return tuple(found)


# --- never ------------------------------------------------------------------------------------------------------------


def _clash(rule: Rule, knowledge: Knowledge) -> str | None:
    """What is asked for and excluded in every way that the rule could match."""
    match rule:
        case Or(parts):
            clashes = [_clash(part, knowledge) for part in parts]
            return clashes[0] if None not in clashes else None
        case And(parts):
            return _clash_of_all(parts, knowledge)
        case _:
            return None


def _clash_of_all(parts: tuple[Rule, ...], knowledge: Knowledge) -> str | None:
    wanted = [part for part in parts if not isinstance(part, Not)]
    languages = {part.value for part in wanted if isinstance(part, Field) and part.name == "lang"}
    if len(languages) > 1:
        return " and ".join(f"lang:{language}" for language in sorted(languages))
    for part in parts:
        if isinstance(part, Not):
            for asked in wanted:
                if asked == part.part or any(_has(text, part.part, knowledge) for text in _required(asked)):
                    return str(asked)
    return next((clash for part in wanted if (clash := _clash(part, knowledge))), None)


def _required(rule: Rule) -> list[str]:
    """Words that stand in every title that the rule matches."""
    match rule:
        case Term(text):
            return [text]
        case Near(left, right):
            return [*_required(left), *_required(right)]
        case _:
            return []


def _has(text: str, rule: Rule, knowledge: Knowledge) -> bool:
    return not isinstance(rule, Field | Not) and find(rule, Subject(text, knowledge=knowledge)) is not None


# --- nearly everything ------------------------------------------------------------------------------------------------


def _loose(rule: Rule) -> str | None:
    """A part that matches nearly every headline, where nothing else in the rule holds it back."""
    match rule:
        case Term(text):
            return text if len(fold(text).key) == 1 and fold(text).key < "가" else None
        case Field(name):
            return str(rule) if name == "lang" else None
        case Pattern():
            return str(rule) if all(find(rule, Subject(title)) for title in ANYTHING) else None
        case Or(parts):
            return next((loose for part in parts if (loose := _loose(part))), None)
        case And(parts):
            wanted = [_loose(part) for part in parts if not isinstance(part, Not)]
            return wanted[0] if None not in wanted else None
        case Near(left, right):
            return _loose(left) and _loose(right)
        case _:
            return None


# --- what the analyser would add --------------------------------------------------------------------------------------


def _gains(rule: Rule, knowledge: Knowledge) -> list[str]:
    """Terms in Hangul that the table of words does not know."""
    asked = dict.fromkeys(term.text for term in terms(rule) if not term.exact)
    return [text for text in asked if _is_hangul(text) and text not in knowledge.words.nouns]


def _is_hangul(text: str) -> bool:
    return len(text) > 1 and all("가" <= c <= "힣" for c in text)
