"""Adds the demo's sources and watches to an installation, by the same functions as the command line, and removes them.

Run by `sokbo up --demo` when the product is ready, and with `--remove` by `--no-demo`. Both may be run again.
"""

from __future__ import annotations

import argparse
import os
import time
from datetime import UTC, datetime

from cli.demo.script import load
from cli.opened import Opened, opened
from sokbo.queries import channels, facts, sources, watches
from worker import first_read
from worker.first_read import AlreadyThere, FirstReadError

EVERY_S = 2.0
WATCHES = (("속보", "속보"), ("지진·화재", "지진 | 화재 | earthquake"), ("Rates", '"rate cut" | "기준금리 인하"'))
PATIENCE_S = 10.0


def plant(desk: Opened, address: str) -> None:
    """Add the newsroom's five sources and a few watches that tell the inbox; what is there already stays.

    Where a person has sent the demo away by the button on the board, it stays away.
    """
    script = load()
    with desk.database.read() as connection:
        there = sources.any_demo(connection)
        unwanted = facts.get(connection, facts.NO_DEMO) is not None
    if unwanted:
        return
    if not there:
        person = desk.person()
        with desk.database.write() as connection:
            mine = channels.of_person(connection, desk.vault, person.id)
            inbox = [c.id for c in mine if c.kind == "inbox"]
            for name, rule in WATCHES:
                watches.add(connection, desk.vault, person=person.id, name=name, rule=rule, channels=inbox, demo=True)
    for place, outlet in script.places.items():
        _add(desk, f"http://{address}/{place}", script.outlets[outlet])
    desk.wake("desk")
    desk.wake("poll")


def _add(desk: Opened, url: str, name: str) -> None:
    """One source; the newsroom's process may be a moment behind."""
    ends = time.monotonic() + PATIENCE_S
    while True:
        at = datetime.now(UTC)
        try:
            looked = first_read.look(url, desk.guard, desk.zone, at)
            first_read.add(desk.database, desk.vault, looked, at, name=name, every_s=EVERY_S, private=False, demo=True)
        except AlreadyThere:
            return
        except FirstReadError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.2)
        else:
            return


def uproot(desk: Opened) -> None:
    """Delete the demo's sources and watches with all that came of them."""
    with desk.database.write() as connection:
        watches.erase_demo(connection)
        sources.erase_demo(connection)


def main() -> None:
    """Plant, or uproot."""
    parser = argparse.ArgumentParser(description="The demo's sources and watches")
    parser.add_argument("--remove", action="store_true")
    asked = parser.parse_args()
    with opened() as desk:
        if asked.remove:
            uproot(desk)
        else:
            plant(desk, os.environ["SOKBO_DEMO_ADDRESS"])


if __name__ == "__main__":
    main()
