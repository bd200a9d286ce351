"""The command line, as processes."""

from __future__ import annotations

import json
import os
import pty
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from tests.contract.house import House
from tests.contract.talk import held, said
from tests.eventually import eventually
from tests.support.served import PASSWORD

MAIL = """\
Message-ID: <{name}@client.example>
From: Mme Zoé Martin <zoe@client.example>
To: lons@ccpros.example
Date: Mon, 23 Nov 2026 09:00:00 +0100
Subject: =?utf-8?Q?D=C3=A9lai_de_paiement?=
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Bonjour, puis-je étaler ma CFE ?
"""


def run(program: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", f"ccpro_desk.cli.{program}", *arguments)
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, env=os.environ | environment
    )


def central(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run("central", *arguments, **environment)


def failed(done: subprocess.CompletedProcess[str], code: int) -> str:
    """One line on stderr, then a hint; never a traceback."""
    assert done.returncode == code, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) >= 2, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the demonstration's accounts."""
    url = f"sqlite:///{tmp_path_factory.mktemp('filled') / 'central.db'}"
    done = central("init", "--demo", "--demo-password", PASSWORD, "--database", url)
    assert (done.returncode, done.stderr) == (0, "")
    return url


def test_serve_prints_one_line_and_ends_with_0(filled: str, tmp_path: Path) -> None:
    some = tmp_path / "u.ndjson"
    some.write_text(json.dumps({"siren": "552100554", "name": "SA Essai"}) + "\n")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = (
        sys.executable,
        "-m",
        "ccpro_desk.cli.central",
        "serve",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    )
    with (tmp_path / "log").open("w") as log:
        served = subprocess.Popen(
            (*command, "--database", filled), stdout=subprocess.PIPE, stderr=log, text=True
        )
    with served, ended(served):
        assert served.stdout is not None
        assert served.stdout.readline() == "ready\n"
        assert httpx.get(f"http://127.0.0.1:{port}/v1/auth").json() == {"local": True}
        second = central("serve", "--uds", str(tmp_path / "s2"), "--database", filled)
        assert "ready" not in second.stdout
        failed(second, 1)
        for other in (("migrate",), ("user", "list"), ("usagers", "import", str(some)), ("init",)):
            failed(central(*other, "--database", filled), 1)
        served.terminate()
        assert served.stdout.read() == ""
        assert served.wait(timeout=30) == 0


@contextmanager
def ended(process: subprocess.Popen[Any]) -> Iterator[None]:
    """Whatever happens, the process is gone."""
    try:
        yield
    finally:
        if process.poll() is None:
            process.kill()


def test_wrong_usage_is_2(filled: str) -> None:
    for arguments in ((), ("no-such",), ("serve",), ("mail", "import"), ("init", "--no-such")):
        assert central(*arguments).returncode == 2, arguments
    for arguments in (("no-such",), ("answers",), ("answers", "no-such"), ("--no-such",)):
        assert run("desk", *arguments).returncode == 2, arguments
    for wrong in (("--lease", "fax=3"), ("--lease", "mail=x"), ("--offer", "x"), ("--offer", "-1")):
        assert central("serve", "--uds", "x", *wrong, "--database", filled).returncode == 2, wrong
    assert central("serve", "--uds", "x", "--database", "mysql://x/y").returncode == 2
    assert central("user", "list", "--database", "no-url").returncode == 2


def test_a_database_that_is_not_there_is_1(tmp_path: Path) -> None:
    failed(
        central("serve", "--uds", str(tmp_path / "s"), "--database", f"sqlite:///{tmp_path / 'none.db'}"), 1
    )
    failed(central("user", "list", "--database", "postgresql://nobody@127.0.0.1:1/none"), 1)


def test_users_are_made_and_listed(filled: str) -> None:
    arguments = ("user", "add", "agent99", "--name", "Élise Vidal", "--role", "agent", "--centre", "lons")
    done = central(*arguments, "--database", filled, CCPRO_PASSWORD="un mot de passe assez long")
    assert done.returncode == 0, done.stderr
    failed(central(*arguments, "--database", filled, CCPRO_PASSWORD="un mot de passe assez long"), 1)
    officer = ("user", "add", "sie9", "--name", "Agnès Vial", "--role", "sie", "--office", "SIE-69-EST")
    done = central(*officer, "--database", filled, CCPRO_PASSWORD="un mot de passe assez long")
    assert done.returncode == 0, done.stderr
    done = central("user", "list", "--json", "--database", filled)
    listed = json.loads(done.stdout)
    found = listed["users"] if isinstance(listed, dict) else listed
    assert "agent99" in {user["login"] for user in found}
    assert {user["login"]: user["office"] for user in found}["sie9"] == "SIE-69-EST"


def test_usagers_are_imported_from_csv_and_ndjson(filled: str, tmp_path: Path) -> None:
    csv = tmp_path / "u.csv"
    header = "siren,name,department,siret,vat,naf,legal,address,contacts\n"
    csv.write_text(header + "552100554,SA Essai,69,,,,,,\n", encoding="utf-8")
    done = central("usagers", "import", str(csv), "--json", "--database", filled)
    assert done.returncode == 0, done.stderr
    json.loads(done.stdout)
    ndjson = tmp_path / "u.ndjson"
    good = {"siren": "552120222", "name": "SA Autre", "department": "33"}
    ndjson.write_text(json.dumps(good) + "\n" + json.dumps(good | {"siren": "12"}) + "\n", encoding="utf-8")
    done = central("usagers", "import", str(ndjson), "--database", filled)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    failed(central("usagers", "import", str(tmp_path / "none.csv"), "--database", filled), 2)


def test_openapi_is_the_served_document(one: House) -> None:
    done = central("openapi")
    assert done.returncode == 0
    assert json.loads(done.stdout) == said(one.anyone.get("/openapi.json"))


def connector(one: House, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    address = ("--central", one.served.central, "--login", "connecteur1")
    return central("mail", *arguments, *address, **({"CCPRO_PASSWORD": PASSWORD} | more))


def test_a_mail_from_a_file_to_a_file(one: House, tmp_path: Path) -> None:
    name = f"m{time.monotonic_ns()}"
    source, outbox = tmp_path / "m.eml", tmp_path / "outbox"
    source.write_text(MAIL.format(name=name), encoding="utf-8")
    for _ in range(2):
        done = connector(one, "import", str(source), "--department", "69")
        assert done.returncode == 0, done.stderr
    agent = one.ready()
    items = said(agent.get("/v1/contacts?state=waiting&limit=200"))["items"]
    (item,) = [item for item in items if name in item["external_id"]]
    one.brought.append(item["id"])
    work = held(agent, agent.take())
    assert (work.view["subject"], work.view["origin"]["address"]) == (
        "Délai de paiement",
        "zoe@client.example",
    )
    kept = work.done("contact.reply", {"text": "Plus tard", "hold_s": 60})["id"]
    reply = work.done("contact.reply", {"text": "Bonjour,\n\nVoilà."})["id"]
    for _ in range(2):
        done = connector(one, "send", "--outbox", str(outbox))
        assert done.returncode == 0, done.stderr
    assert not (outbox / f"{kept}.eml").exists()
    written = message_from_bytes((outbox / f"{reply}.eml").read_bytes(), policy=policy.default)
    assert "zoe@client.example" in str(written["to"])
    assert f"<{name}@client.example>" in str(written["in-reply-to"])
    assert f"<{name}@client.example>" in str(written["references"])
    assert "Voilà." in written.get_body().get_content()
    states = {m["id"]: m.get("status") for m in agent.contact(work.id)["messages"]}
    assert (states[reply], states[kept]) == ("sent", "held")
    assert [path for path in outbox.iterdir() if path.suffix != ".eml"] == []


def test_what_connectors_cannot_do_is_1(one: House, tmp_path: Path) -> None:
    source = tmp_path / "m.eml"
    source.write_text(MAIL.format(name="x"), encoding="utf-8")
    failed(connector(one, "import", str(tmp_path / "none.eml")), 1)
    failed(connector(one, "import", str(source), CCPRO_PASSWORD="wrong"), 1)
    (tmp_path / "bad.eml").write_bytes(b"")
    done = connector(one, "import", str(tmp_path / "bad.eml"), "--json")
    assert done.returncode in (0, 1)
    json.loads(done.stdout)


@pytest.mark.parametrize(
    "arguments", [("check",), ("search", "tva"), ("show", "GEN-001"), ("search", "tva", "--json")]
)
def test_answers_from_the_shell(arguments: tuple[str, ...]) -> None:
    done = run("desk", "answers", *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    if "--json" in arguments:
        json.loads(done.stdout)


def test_an_unknown_answer_is_1() -> None:
    failed(run("desk", "answers", "show", "NOP-999"), 1)


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A demonstration running in a terminal; the folder it lives in."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal, inside = pty.openpty()
    command = (sys.executable, "-m", "ccpro_desk.cli.desk", "demo")
    child = subprocess.Popen(command, stdin=inside, stdout=inside, stderr=inside, start_new_session=True)
    os.close(inside)
    screen = Thread(target=read_all, args=(terminal,), daemon=True)
    screen.start()
    with child, ended(child):
        yield tmp_path / "ccpro-desk" / "demo"
        child.terminate()
        child.wait(timeout=30)
    screen.join(timeout=10)
    os.close(terminal)


def read_all(terminal: int) -> None:
    """What a terminal does: it takes all that is written until the other end is gone."""
    with suppress(OSError):
        while os.read(terminal, 65536):
            pass


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_demonstration_can_be_fed(demo: Path, tmp_path: Path) -> None:
    told = eventually(
        lambda: (demo / "demo.json").exists() and json.loads((demo / "demo.json").read_text()),
        "demo.json",
        60,
    )
    assert set(told) == {"central", "password"}
    assert told["central"].startswith("unix:")
    assert (mode(demo), mode(demo / "demo.json")) == (0o700, 0o600)
    for name in ("central.db", "store.key", "outbox"):
        eventually(lambda name=name: (demo / name).exists(), name, 30)
    source = tmp_path / "m.eml"
    source.write_text(MAIL.format(name="demo"), encoding="utf-8")
    address = ("--central", told["central"], "--login", "connecteur1")
    eventually(lambda: Path(told["central"].removeprefix("unix:")).exists(), "the socket", 30)
    done = central("mail", "import", str(source), *address, CCPRO_PASSWORD=told["password"])
    assert done.returncode == 0, done.stderr
