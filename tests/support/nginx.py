"""nginx as docs/operations.md sets it up, as an unprivileged process with ports and files of a test."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.eventually import eventually
from tests.support.authority import Certificate

DOCUMENT = Path(__file__).parents[2] / "docs" / "operations.md"
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def documented() -> tuple[str, str]:
    """The two blocks of the document: `conf.d/ccpro.conf`, and what changes in `nginx.conf`."""
    site, main = re.findall(r"```nginx\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    return site, main


@contextmanager
def nginx(folder: Path, port: int, behind: Sequence[int], certificate: Certificate) -> Iterator[None]:
    """Listens on `port` of 127.0.0.1 in front of two centrals; its logs are in `folder`."""
    conf = folder / "nginx.conf"
    conf.write_text(_adapted(folder, port, behind, certificate), encoding="utf-8")
    user = _unprivileged(folder, certificate)
    binary = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert binary, "nginx is not installed: scripts/test does it"
    command = (binary, "-e", str(folder / "start.log"), "-c", str(conf), "-g", "daemon off;")
    process = subprocess.Popen(command, user=user, cwd=folder)
    try:
        eventually(lambda: process.poll() is not None or _listens(port), "nginx listens")
        assert process.poll() is None, (folder / "start.log").read_text()
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _adapted(folder: Path, port: int, behind: Sequence[int], certificate: Certificate) -> str:
    """The document's own lines; only places of this machine are others."""
    site, main = documented()
    for was, now in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("/etc/ssl/ccpro.crt", str(certificate.chain)),
        ("/etc/ssl/private/ccpro.key", str(certificate.key)),
        ("127.0.0.1:8080 ", f"127.0.0.1:{behind[0]} "),
        ("127.0.0.1:8081 ", f"127.0.0.1:{behind[1]} "),
        ("/var/log/nginx/", f"{folder}/"),
    ):
        assert was in site, was
        site = site.replace(was, now)
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in _TEMPORARY)
    main = main.replace("worker_connections 16384", "worker_connections 512")
    return f"pid {folder}/nginx.pid;\n{main}\nhttp {{\n{temporary}{site}}}\n"


def _unprivileged(folder: Path, certificate: Certificate) -> int | None:
    """Whom it runs as where we are root."""
    if os.getuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody").pw_uid
    for place in (folder, certificate.chain, certificate.key):
        os.chown(place, nobody, -1)
    return nobody


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
