"""A worker's memory through 100,000 polls: ordinary feeds, then 48 MB bodies, long feeds and deep XML among them.

Run by `make bench`, and as `python -m bench.soak child FOLDER PORT` in the process that is measured.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from bench import poll as polling
from bench.publisher import GIANTS

POLLS = 100_000
FEEDS = 1000
EACH = 8
"""Sources of each kind of giant, all due at once."""


def resident(which: str) -> float:
    """Of this process, in MB: `VmRSS` now, `VmHWM` at its most."""
    found = re.search(rf"{which}:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def child(folder: Path, port: int) -> None:
    """Poll, and print what it took."""
    from sqlalchemy import func, select, update

    import worker.tasks  # noqa: F401 - a worker's process has Celery in it
    from sokbo.database import now_ms
    from sokbo.queries import claims
    from sokbo.tables import sources as table
    from worker import poll

    polling.FEEDS = FEEDS
    rounds = polling.Rounds(port)
    giants = [f"http://127.0.0.1:{port}/giant/{quote(name)}/{n}" for name in GIANTS for n in range(EACH)]
    line = polling.opened(folder, rounds.urls() + giants, 3600)
    ordinary = table.c.id <= FEEDS

    def play(which: object) -> None:
        with line.database.write() as connection:
            connection.execute(update(table).where(which).values(due=now_ms() - 1000))  # type: ignore[arg-type]

        def over() -> bool:
            with line.database.read() as connection:
                waits = claims.next_due_ms(connection)
                busy = connection.scalar(select(func.count()).where(table.c.lease_until.is_not(None)))
            return waits != 0 and not busy

        poll.until(line, over)

    def polls() -> int:
        with line.database.read() as connection:
            return connection.scalar(select(func.sum(table.c.polls))) or 0

    with line.database.write() as connection:
        connection.execute(update(table).where(~ordinary).values(due=table.c.due + 10**9, every_s=2e6))
    print(f"{'before':24}{resident('VmRSS'):8.0f} MB", flush=True)
    number = 0
    while polls() < POLLS:
        rounds.begin(polling.MODES[number % 3])
        play(ordinary)
        number += 1
    print(f"{f'after {POLLS:,} polls':24}{resident('VmRSS'):8.0f} MB, at most {resident('VmHWM'):.0f} MB", flush=True)
    play(~ordinary)
    play(~ordinary)
    print(f"{'after the giants':24}{resident('VmRSS'):8.0f} MB, at most {resident('VmHWM'):.0f} MB (aim: under 200)")
    line.database.close()


def main() -> None:
    """Print how much memory a worker took."""
    print(f"\nMemory of a worker process; {EACH} each of: {', '.join(GIANTS)}")
    sys.stdout.flush()
    with polling.publisher() as port, tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        subprocess.run([sys.executable, "-m", "bench.soak", "child", folder, str(port)], check=True)
        print(f"in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        child(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
