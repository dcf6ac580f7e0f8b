"""What libcurl's error codes mean to a person: one line, and the kind of fault. Pure."""

from __future__ import annotations

import pycurl

from sokbo.exchange import Fault, NetworkError, Request, host_of

_TOO_LARGE = 100  # CURLE_TOO_LARGE (libcurl 8.6), which pycurl does not name: headers beyond libcurl's own limits
_BROKEN = {
    pycurl.E_UNSUPPORTED_PROTOCOL: "does not answer with HTTP",
    pycurl.E_FTP_WEIRD_SERVER_REPLY: "does not answer with HTTP",
    pycurl.E_BAD_CONTENT_ENCODING: "answers with damaged compression",
    pycurl.E_PARTIAL_FILE: "broke off in the middle of its answer",
    pycurl.E_GOT_NOTHING: "closed the connection without an answer",
    pycurl.E_RECV_ERROR: "broke off the connection",
    pycurl.E_SEND_ERROR: "broke off the connection",
}
_TLS = {
    pycurl.E_SSL_CONNECT_ERROR,
    pycurl.E_PEER_FAILED_VERIFICATION,
    pycurl.E_SSL_CERTPROBLEM,
    pycurl.E_SSL_CIPHER,
    pycurl.E_SSL_ISSUER_ERROR,
    pycurl.E_SSL_SHUTDOWN_FAILED,
    pycurl.E_SSL_INVALIDCERTSTATUS,
    pycurl.E_SSL_CACERT_BADFILE,
}


def explain(
    code: int,
    detail: str,
    *,
    request: Request,
    url: str,
    refusal: str | None,
    too_large: bool,
) -> NetworkError:
    """The fault of a transfer that libcurl ended with this code and text, at `url` after redirects."""
    host = host_of(url)
    if code == _TOO_LARGE:
        return NetworkError(f"{host} sends headers without end", Fault.LARGE)
    if too_large or code == pycurl.E_FILESIZE_EXCEEDED:
        return NetworkError(f"{host} sends more than {request.max_bytes / 1e6:g} MB", Fault.LARGE)
    if code == pycurl.E_COULDNT_CONNECT and refusal:
        return NetworkError(f"{host} is refused: {refusal}, and SOKBO_ALLOW_ADDRESSES doesn't open it", Fault.REFUSED)
    if code == pycurl.E_COULDNT_CONNECT:
        return NetworkError(f"{host} takes no connections: check the address, and that its server runs", Fault.DEAD)
    if code == pycurl.E_COULDNT_RESOLVE_HOST:
        return NetworkError(f"there is no host {host}: check the address", Fault.NAME)
    if code == pycurl.E_OPERATION_TIMEDOUT:
        return NetworkError(f"{host} {_how_slow(detail, request)}", Fault.SLOW)
    if code == pycurl.E_TOO_MANY_REDIRECTS:
        return NetworkError(f"{host} redirects more than {request.max_redirects} times", Fault.REDIRECTS)
    if code == pycurl.E_URL_MALFORMAT:
        return NetworkError(f"that address can't be read: {detail}", Fault.ADDRESS)
    if code in _TLS:
        return NetworkError(f"{host} has no safe connection to offer: {detail}", Fault.TLS)
    if code == pycurl.E_UNSUPPORTED_PROTOCOL and not url.lower().startswith("http"):
        scheme = url.partition(":")[0]
        return NetworkError(f"it redirects to a {scheme}: address, which can't be fetched", Fault.ADDRESS)
    return NetworkError(f"{host} {_BROKEN.get(code) or f'failed: {detail}'}", Fault.BROKEN)


def _how_slow(detail: str, request: Request) -> str:
    if detail.startswith("Resolving"):
        return f"could not be looked up within {request.connect_timeout_s:g} s"
    if "too slow" in detail:
        return "sends too slowly"
    if detail.startswith("Connection"):
        return f"made no connection within {min(request.connect_timeout_s, request.timeout_s):g} s"
    return f"gave no whole answer within {request.timeout_s:g} s"
