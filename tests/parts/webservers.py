"""Three web servers as they are in use, on loopback: nginx and Caddy of Debian's packages, and Python's own.

Each serves one folder, plainly and by TLS with a certificate of a local authority, packed where it can, and says in
`X-Protocol` which HTTP it was asked in.
"""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from parts.tree import until

NGINX_MODULES = Path("/usr/lib/nginx/modules")
BROTLI = NGINX_MODULES / "ngx_http_brotli_filter_module.so"


@dataclass(frozen=True)
class Authority:
    """Who vouches for the servers."""

    ca_file: Path
    certificate: Path
    key: Path


@dataclass(frozen=True)
class Web:
    """A running server, and the folder that it serves."""

    root: Path
    port: int
    tls_port: int
    old_tls_port: int = 0
    """Where it speaks nothing newer than TLS 1.0; 0 where it doesn't."""

    def url(self, path: str, *, tls: bool = False) -> str:
        """The address of a file."""
        return f"https://127.0.0.1:{self.tls_port}{path}" if tls else f"http://127.0.0.1:{self.port}{path}"

    def put(self, name: str, text: str, age_s: float = 3600) -> None:
        """A file that was written some time ago."""
        path = self.root / name
        path.write_text(text)
        then = datetime.now(UTC).timestamp() - age_s
        os.utime(path, (then, then))


Server = Callable[[Path, Authority], AbstractContextManager[Web]]


def authority(folder: Path, name: str = "Sokbo's tests") -> Authority:
    """A new authority, and its certificate for 127.0.0.1."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate(name, root_key, name, root_key, x509.BasicConstraints(True, None))
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    own = _certificate("127.0.0.1", key, name, root_key, here)
    found = Authority(folder / "authority.pem", folder / "server.pem", folder / "server.key")
    found.ca_file.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    found.certificate.write_bytes(own.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    found.key.write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    return found


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    by: str,
    by_key: ec.EllipticCurvePrivateKey,
    extension: x509.ExtensionType,
) -> x509.Certificate:
    subject, issuer = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, who)]) for who in (name, by))
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by_key.public_key()), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(by_key, hashes.SHA256())
    )


def lacking(name: str) -> str:
    """What has to be installed for a server to run; "" where nothing has to be."""
    if name == "nginx" and not (shutil.which("nginx", path=_PATH) and BROTLI.exists()):
        return "apt-get install nginx libnginx-mod-http-brotli-filter"
    if name == "caddy" and not shutil.which("caddy", path=_PATH):
        return "apt-get install caddy"
    return ""


_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/bin"))

_NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
load_module {brotli};
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  types {{ application/rss+xml xml; text/html html; }}
  gzip on; gzip_types application/rss+xml; gzip_min_length 200;
  brotli on; brotli_types application/rss+xml; brotli_min_length 200;
  add_header X-Protocol $server_protocol always;
  ssl_certificate {certificate}; ssl_certificate_key {key};
  root {root};
  server {{ listen 127.0.0.1:{port}; listen 127.0.0.1:{tls_port} ssl http2; }}
  server {{ listen 127.0.0.1:{old_tls_port} ssl; ssl_protocols TLSv1; ssl_ciphers ALL:@SECLEVEL=0; }}
}}
"""
_CADDY = """
{{
  admin off
  auto_https off
  skip_install_trust
  servers {{
    protocols h1 h2
  }}
}}
(site) {{
  bind 127.0.0.1
  root * {root}
  encode zstd gzip {{
    minimum_length 200
  }}
  header X-Protocol {{http.request.proto}}
  file_server
}}
http://:{port} {{
  import site
}}
https://:{tls_port} {{
  tls {certificate} {key}
  import site
}}
"""


@contextmanager
def nginx(folder: Path, by: Authority) -> Iterator[Web]:
    """nginx, with brotli and HTTP/2, and with old TLS at a port of its own."""
    web = Web(_root(folder), *_free_ports(3))
    written = _written(folder / "nginx.conf", _NGINX, web, by, brotli=BROTLI)
    command = [shutil.which("nginx", path=_PATH) or "nginx", "-p", str(folder), "-c", str(written)]
    with _running(command, folder, web):
        yield web


@contextmanager
def caddy(folder: Path, by: Authority) -> Iterator[Web]:
    """Caddy, with gzip and HTTP/2."""
    web = Web(_root(folder), *_free_ports(2))
    written = _written(folder / "Caddyfile", _CADDY, web, by)
    command = [shutil.which("caddy", path=_PATH) or "caddy", "run", "--config", str(written), "--adapter", "caddyfile"]
    with _running(command, folder, web):
        yield web


class _Files(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {".xml": "application/rss+xml", ".html": "text/html", "": "application/octet-stream"}  # noqa: RUF012

    def end_headers(self) -> None:
        self.send_header("X-Protocol", self.request_version)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""


@contextmanager
def python(folder: Path, by: Authority) -> Iterator[Web]:
    """Python's own: no ETag, nothing packed, HTTP/1.1."""
    root = _root(folder)
    files = partial(_Files, directory=str(root))
    plain, safe = (ThreadingHTTPServer(("127.0.0.1", 0), files) for _ in range(2))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(by.certificate, by.key)
    safe.socket = context.wrap_socket(safe.socket, server_side=True, do_handshake_on_connect=False)
    for server in (plain, safe):
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield Web(root, plain.server_port, safe.server_port)
    finally:
        for server in (plain, safe):
            server.shutdown()
            server.server_close()


SERVERS: dict[str, Server] = {"nginx": nginx, "caddy": caddy, "python": python}


def _free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, each another."""
    with ExitStack() as stack:
        held = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in held]


def _root(folder: Path) -> Path:
    root = folder / "site"
    root.mkdir()
    return root


def _written(path: Path, text: str, web: Web, by: Authority, **more: object) -> Path:
    ports = {"port": web.port, "tls_port": web.tls_port, "old_tls_port": web.old_tls_port}
    files = {"folder": path.parent, "root": web.root, "certificate": by.certificate, "key": by.key}
    path.write_text(text.format(**ports, **files, **more))
    return path


@contextmanager
def _running(command: list[str], folder: Path, web: Web) -> Iterator[None]:
    environ = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environ, stdout=output, stderr=output)
    try:
        until(lambda: _listens(web.tls_port) or process.poll() is not None, command[0])
        assert process.poll() is None, log.read_text()
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as knocking:
        return knocking.connect_ex(("127.0.0.1", port)) == 0
