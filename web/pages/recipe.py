"""How a board is read: to look at, to try a change of, to keep it, to have it found anew."""

from __future__ import annotations

from starlette.responses import Response

from sokbo.model import Document
from sokbo.queries import sources
from web.asked import Asked
from web.faults import told
from web.pages.new_source import desk_of
from web.pages.sorry import not_found
from worker import mend
from worker.mend import MendError


def recipe(asked: Asked) -> Response:
    """The recipe of a source, and what a person does with it."""
    number = asked.number()
    with asked.desk.database.read() as connection:
        found = sources.one(connection, number)
    if found is None or found.state == "removed":
        return not_found(asked)
    where = desk_of(asked)
    now = mend.shown(where, number)

    def page(text: str, trouble: str = "", document: Document | None = None) -> Response:
        values = {"s": found, "text": text, "trouble": trouble, "document": document, "says": now.says}
        return asked.page("recipe.html", 422 if trouble else 200, **values)

    deed, text = asked.field("do"), asked.field("recipe")
    if deed == "anew":
        mend.find_anew(where, number)
        asked.desk.wake("poll")
        return asked.go(f"/sources/{number}", asked.say("recipe_anew"))
    if deed not in {"try", "keep"}:
        return page(now.text)
    try:
        document = mend.tried(where, number, text, asked.now)
    except MendError as error:
        return page(text, told(asked.language, str(error)))
    if deed == "try":
        return page(text, document=document)
    mend.keep(where, number, document)
    asked.desk.wake("poll")
    return asked.go(f"/sources/{number}", asked.say("recipe_kept", n=len(document.entries)))
