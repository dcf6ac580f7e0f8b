"""A receiver of web hooks that costs next to nothing: any POST is answered 204 at once, but below /hang never."""

from __future__ import annotations

import asyncio
import sys

YES = b"HTTP/1.1 204 No Content\r\n\r\n"


class Hook(asyncio.Protocol):
    """One connection, kept open."""

    def __init__(self) -> None:
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        while (head := self._got.find(b"\r\n\r\n")) >= 0:
            length = int(self._got[:head].lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
            if len(self._got) < head + 4 + length:
                return
            hangs = self._got.startswith(b"POST /hang")
            self._got = self._got[head + 4 + length :]
            if not hangs:
                self._transport.write(YES)  # type: ignore[attr-defined]


async def main(port: int) -> None:
    """Answer until killed."""
    server = await asyncio.get_running_loop().create_server(Hook, "127.0.0.1", port)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
