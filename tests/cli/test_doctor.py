"""The doctor says what works and how to mend the rest."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ccpro_desk.cli.checkup import central, keys, own, secrets, store
from ccpro_desk.cli.desk import main
from ccpro_desk.desk.checkup import terminal
from ccpro_desk.desk.checkup.finding import Finding, Health
from ccpro_desk.desk.preferences import ConfigFolder
from ccpro_desk.wire import CONTRACT, CONTRACT_HEADER


def by_id(findings: Iterator[Finding]) -> dict[str, Finding]:
    return {finding.id: finding for finding in findings}


class Central(HTTPServer):
    """Answers `/health/ready` the way it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.contract, self.status, self.at = CONTRACT, 200, datetime.now(UTC)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Central

    def do_GET(self) -> None:
        self.send_response_only(self.server.status)
        self.send_header("Date", format_datetime(self.server.at, usegmt=True))
        self.send_header(CONTRACT_HEADER, self.server.contract)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def there() -> Iterator[Central]:
    served = Central()
    yield served
    served.shutdown()
    served.server_close()


def test_a_central_that_is_well(there: Central) -> None:
    found = by_id(central.check(there.address))
    assert {id_: finding.health for id_, finding in found.items()} == {
        "central": Health.GOOD,
        "contract": Health.GOOD,
        "clock": Health.GOOD,
    }


def test_a_clock_an_hour_off(there: Central) -> None:
    there.at = datetime.now(UTC) - timedelta(hours=1)
    clock = by_id(central.check(there.address))["clock"]
    assert clock.health is Health.BAD
    assert "60 min" in clock.found
    assert clock.mend


def test_a_central_of_another_version(there: Central) -> None:
    there.contract = "2.0"
    assert by_id(central.check(there.address))["contract"].health is Health.BAD


def test_a_central_that_is_not_ready(there: Central) -> None:
    there.status = 503
    assert by_id(central.check(there.address))["central"].health is Health.BAD


def test_no_central_at_all(tmp_path: Path) -> None:
    (finding,) = central.check(f"unix:{tmp_path}/none.sock")
    assert finding.health is Health.BAD
    assert "garde votre travail" in finding.mend


def test_without_a_keyring_the_workstation_asks_a_passphrase() -> None:
    (finding,) = secrets.check()
    assert finding.health is Health.POOR
    assert "phrase secrète" in finding.mend


def test_a_store_open_to_others(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    found = by_id(store.check(tmp_path))
    assert found["store"].health is Health.POOR
    assert found["cipher"].health is Health.GOOD


def test_the_agents_own_files_and_their_wrong_lines(tmp_path: Path) -> None:
    folder = ConfigFolder(tmp_path)
    found = by_id(own.check(folder))
    assert {id_: finding.health for id_, finding in found.items()} == dict.fromkeys(
        ("settings", "set_up", "keys"), Health.GOOD
    )
    assert str(folder.keys) in found["keys"].found
    folder.change(theme="personnel", set_up=True)
    folder.keys.write_text('next = "n"\nclose = "Tab"\n')
    found = by_id(own.check(folder))
    assert found["keys"].found.startswith("keys.toml, ligne 2 : « Tab » ne peut pas servir à « Clore »")
    assert found["theme"].health is Health.POOR and "manque" in found["theme"].found
    folder.theme.write_text('accent = "#111111"\n')
    assert by_id(own.check(folder))["theme"].found.startswith("theme.toml, ligne 1 : « accent » se lit mal")


def test_json_is_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["doctor", "--json", "--central", "unix:/nowhere"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert code == 1
    assert {"terminal", "keyring", "cipher", "central"} <= {finding["id"] for finding in findings}
    assert all(finding["mend"] for finding in findings if finding["health"] != "good")


def test_keys_need_somebody(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--keys", "--json"]) == 2
    assert "--keys" in capsys.readouterr().err


ASK = """
from ccpro_desk.cli.checkup import keys
for finding in keys.check():
    print(finding.id, finding.health.value, finding.found, flush=True)
"""


def test_each_function_key_is_tried(tmp_path: Path) -> None:
    """F3 is taken by another program; F4 arrives as F5 would."""
    sent = {name: given[0] for name, given in keys.SEQUENCES.items()} | {"F3": b"\n", "F4": b"\x1b[15~"}
    pid, terminal_end = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-c", ASK])
    said = b""
    for name, sequence in sent.items():
        while f"Appuyez sur {name} ".encode() not in said or not said.rstrip(b" ").endswith(b":"):
            said += os.read(terminal_end, 4096)
        os.write(terminal_end, sequence)
    while b"\n" not in said.partition(b"key.f9")[2]:
        said += os.read(terminal_end, 4096)
    os.waitpid(pid, 0)
    os.close(terminal_end)
    healths = dict(line.split()[:2] for line in said.decode().splitlines() if line.startswith("key."))
    assert healths == {f"key.{n.lower()}": "bad" if n in ("F3", "F4") else "good" for n in sent}
    assert "le terminal envoie F5" in said.decode()


@pytest.mark.parametrize(("delay", "health"), [(500, Health.POOR), (10, Health.GOOD)])
def test_tmux_that_delays_escape(
    delay: int, health: Health, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    socket = tmp_path / "tmux"
    tmux = ["tmux", "-S", str(socket), "-f", "/dev/null"]
    subprocess.run([*tmux, "new-session", "-d", "cat"], check=True)
    try:
        subprocess.run([*tmux, "set-option", "-sg", "escape-time", str(delay)], check=True)
        monkeypatch.setenv("TMUX", f"{socket},1,0")
        assert by_id(terminal.check())["tmux"].health is health
    finally:
        subprocess.run([*tmux, "kill-server"], check=True)
