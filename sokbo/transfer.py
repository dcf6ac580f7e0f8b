"""One request on its way: a libcurl handle, used again for the next, with the limits and the guard built in.

`sokbo.network` drives it. Nothing is sent here but what the request says: no cookies, no environment proxy, no .netrc,
no credentials beyond the host they were given for (libcurl drops them, and an Authorization header, at a redirect to
another host).
"""

from __future__ import annotations

import re
import socket
import ssl
from functools import lru_cache
from typing import Any

import pycurl

from sokbo import failure
from sokbo.exchange import NetworkError, Request, Response, has_credentials, on_the_wire, without_credentials
from sokbo.guard import Guard
from sokbo.large import LARGE, Large

DRIP_BYTES_S = 64
DRIP_S = 15
"""A transfer below that rate for that long is given up before its time is over."""
AUTHORITIES = "/etc/ssl/certs"
"""The machine's own, each under the hash of its name, where Python knows of no other place."""
_AUTHORITY_OPTIONS = (pycurl.CAINFO, pycurl.CAPATH), (pycurl.PROXY_CAINFO, pycurl.PROXY_CAPATH)
PERMANENT = {301, 308}
_ANY = Request("")
_PLAIN = {"GET", "POST"}
_BREAK = re.compile(r"[\r\n\0]")
_STATUS = re.compile(rb"HTTP/[\d.]+ +(\d{3})")


class _Opened:
    """A socket lent to pycurl, which duplicates it and lets this one go."""

    __slots__ = ("_socket",)

    def __init__(self, address: Any) -> None:
        self._socket = socket.socket(address.family, address.socktype, address.protocol)

    def fileno(self) -> int:
        return self._socket.fileno()

    def __del__(self) -> None:
        self._socket.close()


class Transfer:
    """A libcurl handle and what has come over it."""

    __slots__ = ("_body", "_head", "_refusal", "_size", "curl", "guard", "large", "request", "tag")

    def __init__(self, guard: Guard, large: Large[Transfer]) -> None:
        self.curl = curl = pycurl.Curl()
        self.large = large
        self.request = _ANY
        self.tag: Any = None
        self.guard = guard
        self._refusal: str | None = None
        self._head: list[bytes] = []
        self._body: list[bytes] = []
        self._size = 0
        curl.setopt(pycurl.OPENSOCKETFUNCTION, self._open)
        curl.setopt(pycurl.HEADERFUNCTION, self._head.append)
        curl.setopt(pycurl.WRITEFUNCTION, self._take)
        curl.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        curl.setopt(pycurl.REDIR_PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        curl.setopt(pycurl.PROXY, "")
        curl.setopt(pycurl.NOSIGNAL, 1)
        curl.setopt(pycurl.ACCEPT_ENCODING, "")
        curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2TLS)
        curl.setopt(pycurl.LOW_SPEED_LIMIT, DRIP_BYTES_S)
        curl.setopt(pycurl.LOW_SPEED_TIME, DRIP_S)
        if guard.ca_file:
            # It takes the place of the machine's file of authorities, not of its folder.
            folder = ssl.get_default_verify_paths().capath or AUTHORITIES
            for file_option, folder_option in _AUTHORITY_OPTIONS:
                curl.setopt(file_option, guard.ca_file)
                curl.setopt(folder_option, folder)
        self._limit(_ANY)

    def prepare(self, tag: Any, request: Request) -> None:
        """Set the handle to this request; raises `NetworkError` where its address is none."""
        self.curl.setopt(pycurl.URL, on_the_wire(request.url))
        before, self.request, self.tag = self.request, request, tag
        self.forget()
        headers = [header(name, value) for name, value in request.headers.items()]
        if request.method != "GET":
            headers.append(b"Expect:")  # else libcurl waits a second for a 100 before a large body
        self.curl.setopt(pycurl.HTTPHEADER, headers)
        if _shape(before) != _shape(request):
            self._limit(request)
        if request.method != "GET":
            self.curl.setopt(pycurl.POST, 1)
            # A hub that moved for good (301, 302) is asked the same there, not told GET as browsers would.
            self.curl.setopt(pycurl.POSTREDIR, pycurl.REDIR_POST_301 | pycurl.REDIR_POST_302)
            self.curl.setopt(pycurl.POSTFIELDS, request.body)
        elif before.method != "GET":
            self.curl.setopt(pycurl.HTTPGET, 1)
        if request.method not in _PLAIN:
            self.curl.setopt(pycurl.CUSTOMREQUEST, request.method)
        elif before.method not in _PLAIN:
            self.curl.unsetopt(pycurl.CUSTOMREQUEST)

    def forget(self) -> None:
        """Drop what an earlier answer left."""
        self._head.clear()
        self._body.clear()
        self._size = 0
        self._refusal = None

    def _limit(self, request: Request) -> None:
        self.curl.setopt(pycurl.MAXFILESIZE_LARGE, 0 if request.cut_body else request.max_bytes)
        self.curl.setopt(pycurl.TIMEOUT_MS, int(request.timeout_s * 1000))
        self.curl.setopt(pycurl.CONNECTTIMEOUT_MS, int(request.connect_timeout_s * 1000))
        self.curl.setopt(pycurl.FOLLOWLOCATION, int(request.max_redirects > 0))
        self.curl.setopt(pycurl.MAXREDIRS, request.max_redirects)

    def _open(self, _purpose: int, address: Any) -> Any:
        """Called for every address that is about to be connected to, whatever led there."""
        if address.family in (socket.AF_INET, socket.AF_INET6):
            self._refusal = self.guard.refuses(address.addr[0], address.addr[1], is_own)
        else:
            self._refusal = "that is no internet address"
        return pycurl.SOCKET_BAD if self._refusal else _Opened(address)

    def _take(self, chunk: bytes) -> int | None:
        """Keep a decoded piece of the body; 0 bytes taken ends the transfer, and a pause has the piece come again."""
        if self._size + len(chunk) > LARGE and not self.large.lets(self):
            pause: int = pycurl.WRITEFUNC_PAUSE
            return pause
        left = self.request.max_bytes - self._size
        self._size += len(chunk)
        if left < len(chunk):
            self._body.append(chunk[:left])
            return 0
        self._body.append(chunk)
        return None

    @property
    def _too_large(self) -> bool:
        return self._size > self.request.max_bytes

    def onward(self) -> bool:
        """Whether the answer leads on to another request, for which the handle is set; libcurl follows by itself."""
        return False

    def answer(self, error: tuple[int, str] | None) -> Response | NetworkError:
        """What came of it, after the transfer ended well or with libcurl's code and text."""
        if error is None or (self._too_large and self.request.cut_body):
            return self._response()
        return self._failure(*error)

    def _response(self) -> Response:
        starts = [i for i, line in enumerate(self._head) if line.startswith(b"HTTP/")]
        url, moved = self._way(starts)
        return Response(
            status=self.curl.getinfo(pycurl.RESPONSE_CODE),
            url=without_credentials(url),
            headers=_headers(self._head[starts[-1] + 1 :]),
            body=b"".join(self._body),
            elapsed_s=self._elapsed_s(),
            moved=moved and without_credentials(moved),
            remote_ip=self.curl.getinfo(pycurl.PRIMARY_IP),
        )

    def _way(self, starts: list[int]) -> tuple[str, str | None]:
        """The address that answered, and the same again where every redirect on the way was permanent."""
        if not self.curl.getinfo(pycurl.REDIRECT_COUNT):
            return self.request.url, None
        url = self._effective_url()
        hops = [_status(self._head[i]) for i in starts[:-1]]
        lasting = PERMANENT.issuperset(hop for hop in hops if not 100 <= hop < 200)
        return url, url if lasting and not has_credentials(self.request.url) else None

    def _elapsed_s(self) -> float:
        seconds: float = self.curl.getinfo(pycurl.TOTAL_TIME)
        return seconds

    def _failure(self, code: int, detail: str) -> NetworkError:
        return failure.explain(
            code,
            detail,
            request=self.request,
            url=self._effective_url(),
            refusal=self._refusal,
            too_large=self._too_large,
        )

    def _effective_url(self) -> str:
        try:
            raw: bytes = self.curl.getinfo_raw(pycurl.EFFECTIVE_URL)
        except pycurl.error:  # there is none where libcurl could make nothing of what it was given
            return self.request.url
        return raw.decode("utf-8", "replace")


def is_own(ip: str) -> bool:
    """Whether an address is one of this machine's: from there the kernel would send to it. Nothing is sent."""
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((ip, 9))
            source: str = probe.getsockname()[0]
    except OSError:  # there is no way to it
        return False
    return source == ip


def _shape(request: Request) -> tuple[float, ...]:
    size = request.max_bytes, request.cut_body
    return *size, request.timeout_s, request.connect_timeout_s, request.max_redirects


def _status(line: bytes) -> int:
    found = _STATUS.match(line)
    return int(found[1]) if found else 0


@lru_cache(maxsize=1024)
def header(name: str, value: str) -> bytes:
    """A header's line as libcurl wants it; raises ValueError where it would be two."""
    line = f"{name}: {value}" if value else f"{name};"
    if _BREAK.search(line):
        raise ValueError(f"the header {name!r} holds a line break")
    return line.encode("latin-1", "replace")


def _headers(lines: list[bytes]) -> dict[str, str]:
    """The header fields up to the blank line that ends them; what follows are trailers."""
    found: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.decode("latin-1").partition(":")
        if not colon:
            break
        name, value = name.strip().lower(), value.strip()
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found
