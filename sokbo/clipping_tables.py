"""The tables of the clippings: what is asked for, and what was made of it. Names, types and constraints alone."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, String, Table, Text, UniqueConstraint, text

from sokbo.columns import Moment, metadata, number, refers

clipping_plans = Table(
    "clipping_plans",
    metadata,
    number(),
    refers("person_id", "people.id"),
    Column("name", String(80), nullable=False),
    # Sections in their order, each a name and the numbers of its watches; the numbers of the channels it goes to.
    Column("sections", JSON, nullable=False),
    Column("channels", JSON, nullable=False),
    # When the window opens on the last working day and closes on this one, "HH:MM" in the person's zone.
    Column("opens", String(5), nullable=False),
    Column("closes", String(5), nullable=False),
    # Whether it goes by itself when the window closes, or waits for a person.
    Column("by_itself", Boolean, nullable=False, server_default=text("true")),
    Column("removed", Moment),
    Column("created", Moment, nullable=False),
)

clippings = Table(
    "clippings",
    metadata,
    number(),
    refers("plan_id", "clipping_plans.id"),
    Column("opened", Moment, nullable=False),
    Column("closed", Moment, nullable=False),
    # What a person chose: sections of story numbers in order, or null for all by weight.
    Column("chosen", JSON),
    # What went out, as it went.
    Column("content", JSON),
    Column("late", Text),
    Column("sent", Moment),
    UniqueConstraint("plan_id", "closed"),
)
