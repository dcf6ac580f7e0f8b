"""One guarded way out: whatever speaks HTTP by itself would pass the guard by, so nothing else may."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("sokbo", "worker", "notify", "feeds", "web", "cli")
SPEAKERS = {
    "pycurl", "requests", "urllib3", "httpx", "aiohttp", "http.client", "urllib.request", "ftplib", "smtplib",
    "websocket", "websockets", "socks", "niquests",
}  # fmt: skip
MAY = {
    "sokbo/network.py": {"pycurl"},
    "sokbo/transfer.py": {"pycurl"},
    "sokbo/routed.py": {"pycurl"},
    "sokbo/failure.py": {"pycurl"},
    "notify/channels/mail.py": {"smtplib"},  # to the operator's own mail server
    "notify/channels/smtp.py": {"smtplib"},
    "notify/channels/services/door.py": {"requests"},  # an adapter that hands on to sokbo.network
}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in names for speaker in SPEAKERS if name == speaker or name.startswith(f"{speaker}.")}


def test_nothing_leaves_by_another_door() -> None:
    found = {
        str(path.relative_to(ROOT)): {name.split(".")[0] if name.split(".")[0] in SPEAKERS else name for name in names}
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if (names := imported(path))
    }
    assert {path: names - MAY.get(path, set()) for path, names in found.items() if names - MAY.get(path, set())} == {}
