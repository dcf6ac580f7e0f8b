"""One process that listens: granian's embedded server, so that nothing is left behind when it is killed."""

from __future__ import annotations

import asyncio
import logging
import signal
from dataclasses import replace

from granian.constants import Interfaces
from granian.server.embed import Server

from sokbo import installation
from sokbo.bus import Bus
from sokbo.database import connect
from sokbo.settings import Settings
from web import sentinel
from web.app import make_app
from web.desk import Desk
from web.live import Live
from worker.app import configure
from worker.wake import Waker

log = logging.getLogger("sokbo.web")


def open_desk(settings: Settings) -> Desk:
    """The installation as the pages see it."""
    database = connect(settings.database_url)
    wake = Waker(configure(settings.redis_url)).wake if settings.redis_url else _nobody
    live = Live(database, settings.redis_url)
    return Desk(settings, database, installation.vault(settings), Bus(settings.redis_url), live, wake)


def _nobody(stage: str) -> None:
    """Without Redis the workers look for themselves."""


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop: then end the streams, finish what is in flight, and return."""
    # The settings as they hold: who may read the feeds, and what their address is, depends on where we listen.
    desk = open_desk(replace(settings, host=host, port=port))
    asyncio.run(_serve(desk, host, port))
    desk.database.close()


async def _serve(desk: Desk, host: str, port: int) -> None:
    server = Server(make_app(desk), address=host, port=port, interface=Interfaces.ASGI, log_enabled=False, backlog=1024)
    loop = asyncio.get_running_loop()

    def stop() -> None:
        desk.live.stop()
        desk.stop.set()
        server.stop()  # type: ignore[no-untyped-call]

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    desk.live.start()
    sentinel.start(desk)
    await server.serve()
