"""`ccpro-central` as a process: ready, signals, the end of its parent, and one process a SQLite file."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.eventually import eventually

PASSWORD = "mot de passe de démonstration"


def central(*words: str, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ccpro_desk.cli.central", *words]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )


def done(*words: str) -> subprocess.CompletedProcess[str]:
    process = central(*words, stdin=subprocess.DEVNULL)
    out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(words, process.returncode, out, err)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('process') / 'central.db'}"
    made = done("init", "--demo", "--demo-password", PASSWORD, "--database", url)
    assert made.returncode == 0, made.stderr
    assert "17 comptes, 40 usagers" in made.stdout
    return url


@pytest.fixture
def uds() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder, "s")


def ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def client(uds: Path) -> httpx.Client:
    return httpx.Client(transport=httpx.HTTPTransport(uds=str(uds)), base_url="http://central")


def end(process: subprocess.Popen[str]) -> tuple[str, str]:
    process.send_signal(signal.SIGTERM)
    return process.communicate(timeout=15)


def token(http: httpx.Client, login: str = "agent1") -> str:
    answer = http.post("/v1/sessions", json={"login": login, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["token"]
    return found


def test_it_serves_says_ready_once_and_ends_on_sigterm_with_an_open_feed(database: str, uds: Path) -> None:
    process = central("serve", "--database", database, "--uds", str(uds))
    ready(process)
    assert uds.stat().st_mode & 0o777 == 0o600
    with client(uds) as http:
        assert http.get("/health/ready").json() == {"status": "ready"}
        headers = {"Authorization": f"Bearer {token(http)}"}
        with http.stream("GET", "/v1/feed", headers=headers) as feed:
            lines = feed.iter_lines()
            assert next(lines) == "event: alive"
            process.send_signal(signal.SIGTERM)
            assert list(lines)
    out, err = process.communicate(timeout=15)
    assert process.returncode == 0, err
    assert out == ""
    assert not uds.exists()
    assert "agent1" not in err


def test_one_process_a_sqlite_file(database: str, uds: Path) -> None:
    process = central("serve", "--database", database, "--uds", str(uds))
    ready(process)
    try:
        for words in (
            ("serve", "--uds", str(uds) + "2", "--database", database),
            ("user", "list", "--database", database),
            ("migrate", "--database", database),
            ("init", "--database", database),
        ):
            second = done(*words)
            assert second.returncode == 1, second
            assert "déjà ouverte" in second.stderr
            assert "Traceback" not in second.stderr
        with client(uds) as http:
            assert http.get("/health/ready").status_code == 200
    finally:
        end(process)


def test_a_socket_left_behind_is_no_obstacle(database: str, uds: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(uds))
    process = central("serve", "--database", database, "--uds", str(uds))
    ready(process)
    end(process)


def test_a_file_that_is_no_socket_is_left_alone(database: str, uds: Path) -> None:
    uds.write_text("précieux")
    refused = done("serve", "--database", database, "--uds", str(uds))
    assert refused.returncode == 1
    assert "Impossible d'écouter" in refused.stderr
    assert uds.read_text() == "précieux"


def test_a_port_that_is_taken_is_said(database: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = done("serve", "--database", database, "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 1
    assert "Impossible d'écouter" in refused.stderr


def test_killed_it_starts_again(database: str, uds: Path) -> None:
    process = central("serve", "--database", database, "--uds", str(uds))
    ready(process)
    process.kill()
    process.communicate(timeout=15)
    again = central("serve", "--database", database, "--uds", str(uds))
    ready(again)
    end(again)


def test_it_ends_with_its_parent(database: str, uds: Path) -> None:
    process = central(
        "serve", "--database", database, "--uds", str(uds), "--end-with-stdin", stdin=subprocess.PIPE
    )
    ready(process)
    assert process.stdin is not None
    process.stdin.close()
    eventually(lambda: process.poll() is not None, "the central ended with its parent")
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    process.stderr.close()


def test_it_ends_with_its_parent_before_it_is_ready(database: str, uds: Path) -> None:
    process = central(
        "serve", "--database", database, "--uds", str(uds), "--end-with-stdin", stdin=subprocess.DEVNULL
    )
    process.communicate(timeout=15)
    assert process.returncode is not None


def test_the_start_imports_nothing_of_the_workstation() -> None:
    code = (
        "import sys; import ccpro_desk.central.serve, ccpro_desk.cli.central_commands;"
        "print([m for m in ('textual', 'alembic', 'sqlalchemy', 'structlog', 'argon2', 'asyncpg', 'httpx')"
        " if m in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ.copy()
    )
    assert found.stdout == "[]\n"
