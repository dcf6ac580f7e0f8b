"""The one door to Redis: quick words to other processes that nobody depends on. The database is the truth.

Nothing here raises and nothing waits long: where Redis is gone, words are lost and whoever listens looks for itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import redis

NEWS = "sokbo:news"
"""The desk has committed: open pages and feeds may look."""
CHANGED = "sokbo:changed"
"""A person has changed something that feeds or pages keep in memory."""

SILENCE_S = 2.0
"""How long a Redis that failed is left alone."""
LONGER_SILENCE_S = 10.0
"""The same where someone would wait for its answer."""

_TURNS = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local at_once, space, lasts = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local waits = {}
for i, host in ipairs(KEYS) do
  local held, due = 'sokbo:held:' .. host, 'sokbo:due:' .. host
  redis.call('ZREMRANGEBYSCORE', held, '-inf', now)
  local wait = 0
  if redis.call('ZCARD', held) >= at_once then
    wait = math.max(space, 100)
  else
    wait = math.max(0, math.min(tonumber(redis.call('GET', due) or 0) - now, space))
  end
  if wait == 0 then
    redis.call('ZADD', held, now + lasts, ARGV[3 + i])
    redis.call('PEXPIRE', held, lasts)
    if space > 0 then redis.call('SET', due, now + space, 'PX', space) end
  end
  waits[i] = wait
end
return waits
"""
"""For each host in turn: 0 where its holder may go now, else the milliseconds after which to ask again."""


def client(url: str) -> redis.Redis:
    """A client that gives up after half a second, whether Redis is gone or only stands still."""
    return redis.Redis.from_url(redis_py_url(url), socket_timeout=0.5, socket_connect_timeout=0.5)


def redis_py_url(url: str) -> str:
    """Celery writes `redis+socket://PATH?virtual_host=N`, redis-py `unix://PATH?db=N`."""
    return url.replace("redis+socket://", "unix://", 1).replace("virtual_host=", "db=", 1)


class Bus:
    """Says words to whoever listens now."""

    def __init__(self, url: str | None) -> None:
        self._client = client(url) if url else None
        self._turns: Any = self._client.register_script(_TURNS) if self._client else None
        self._silent_until = 0.0

    def tell(self, channel: str, word: str) -> bool:
        """Say a word; False where nobody could hear it."""
        if self._client is None or time.monotonic() < self._silent_until:
            return False
        try:
            self._client.publish(channel, word)
        except (redis.RedisError, OSError):
            self._silent_until = time.monotonic() + SILENCE_S
            return False
        return True

    def take_turns(
        self, wanted: Sequence[tuple[str, str]], at_once: int, space_ms: int, lasts_ms: int
    ) -> list[int] | None:
        """For each (host, holder) how many milliseconds to wait before asking again, 0 where it may go now and is
        counted until `leave_turns` or `lasts_ms` later; None where Redis can't say.
        """
        if self._client is None or time.monotonic() < self._silent_until:
            return None
        hosts = [host for host, _ in wanted]
        try:
            said: Any = self._turns(keys=hosts, args=[at_once, space_ms, lasts_ms, *(holder for _, holder in wanted)])
        except (redis.RedisError, OSError):
            self._silent_until = time.monotonic() + LONGER_SILENCE_S
            return None
        return [int(wait) for wait in said]

    def leave_turns(self, held: Sequence[tuple[str, str]]) -> None:
        """Say that these (host, holder) are done; what is lost ends by itself."""
        if not held or self._client is None or time.monotonic() < self._silent_until:
            return
        try:
            with self._client.pipeline(transaction=False) as pipe:
                for host, holder in held:
                    pipe.zrem(f"sokbo:held:{host}", holder)
                pipe.execute()
        except (redis.RedisError, OSError):
            self._silent_until = time.monotonic() + LONGER_SILENCE_S

    def lengths(self, queues: Sequence[str]) -> dict[str, int]:
        """How many messages wait in each queue; empty where Redis can't say."""
        if self._client is None:
            return {}
        try:
            with self._client.pipeline(transaction=False) as pipe:
                for queue in queues:
                    pipe.llen(queue)
                return dict(zip(queues, map(int, pipe.execute()), strict=True))
        except (redis.RedisError, OSError):
            return {}

    def answers(self) -> bool:
        """Whether Redis is there."""
        try:
            return bool(self._client and self._client.ping())
        except (redis.RedisError, OSError):
            return False


def _words(url: str, channels: tuple[str, ...], stop: threading.Event) -> Iterator[tuple[str, str]]:
    listener: Any = client(url).pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call] # theirs
    listener.subscribe(*channels)
    try:
        while not stop.is_set():
            message = listener.get_message(timeout=0.4)
            if message is not None:
                yield message["channel"].decode(), message["data"].decode("utf-8", "replace")
    finally:
        listener.close()


def listen(url: str | None, channels: tuple[str, ...], hear: Callable[[str, str], None], stop: threading.Event) -> None:
    """Call `hear(channel, word)` for each word until `stop`; blocks, and comes back by itself when Redis does."""
    while url and not stop.is_set():
        try:
            for channel, word in _words(url, channels, stop):
                hear(channel, word)
        except (redis.RedisError, OSError):
            stop.wait(1.0)
