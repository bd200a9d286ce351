"""The mail connector against the real central, as processes: in, answered, out once, and in again as a thread."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import httpx
import pytest

from ccpro_desk.connectors.mail.parse import parse
from ccpro_desk.domain.ids import new_id
from tests.eventually import eventually
from tests.mail.made import multipart, raw
from tests.mail.test_parse_headers import bounce_of
from tests.mail.test_parse_hostile import TRAP

PASSWORD = "mot-de-passe-de-test"
COMMAND = [sys.executable, "-m", "ccpro_desk.cli.central"]
DIES_AT = """
import os, signal, sys
from ccpro_desk.cli.central import main
real = os.link
def link(*args, **kwargs):
    if {after}:
        real(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
os.link = link
sys.exit(main())
"""
"""A sender that is killed before, or right after, its link."""


class Central:
    """One central process on a database of its own; its folder is short enough for a socket's path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "s"
        self.database = folder / "central.db"
        self.outbox = folder / "outbox"
        self.env = {**os.environ, "CCPRO_PASSWORD": PASSWORD, "PYTHONPATH": str(Path.cwd())}
        self.process: subprocess.Popen[str] | None = None

    def run(self, *words: object, code: str | None = None) -> subprocess.CompletedProcess[str]:
        start = COMMAND if code is None else [sys.executable, "-c", code]
        command = [*start, *map(str, words)]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=110)

    def mail(self, *words: object, code: str | None = None) -> subprocess.CompletedProcess[str]:
        return self.run(
            "mail", *words, "--central", f"unix:{self.socket}", "--login", "connecteur1", code=code
        )

    def send(self, code: str | None = None) -> subprocess.CompletedProcess[str]:
        return self.mail("send", "--outbox", self.outbox, "--json", code=code)

    def bring(self, name: str, content: bytes) -> dict[str, Any]:
        (self.folder / name).write_bytes(content)
        done = self.mail("import", self.folder / name, "--json")
        assert done.returncode == 0, done.stderr
        (line,) = json.loads(done.stdout)["mails"]
        return dict(line)

    def init(self) -> None:
        done = self.run(
            "init", "--demo", "--demo-password", PASSWORD, "--database", f"sqlite:///{self.database}"
        )
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        log = (self.folder / "log").open("a")
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--uds", str(self.socket), "--database", f"sqlite:///{self.database}"],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        log.close()
        assert self.process.stdout
        assert self.process.stdout.readline().strip() == "ready", (self.folder / "log").read_text()

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        self.process.wait(20)
        assert self.process.stdout
        self.process.stdout.close()
        self.process = None

    def claims_run_out(self) -> None:
        """As if the minute of a sender that died had passed."""
        self.stop()
        with sqlite3.connect(self.database) as database:
            database.execute("update outbox set claimed_until = 1")
        database.close()
        self.start()

    def files(self) -> list[str]:
        return sorted(os.listdir(self.outbox)) if self.outbox.exists() else []


class AgentOne:
    """An agent with bare HTTP."""

    def __init__(self, central: Central) -> None:
        transport = httpx.HTTPTransport(uds=str(central.socket))
        self.http = httpx.Client(transport=transport, base_url="http://central", timeout=20)
        answer = self.http.post("/v1/sessions", json={"login": "agent1", "password": PASSWORD})
        self.http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        self.command("agent.status", {"status": "available"})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def command(self, type_: str, body: dict[str, Any], **more: Any) -> dict[str, Any]:
        command = {
            "id": str(new_id()),
            "type": type_,
            "issued_at": datetime.now(UTC).isoformat(),
            "body": body,
        }
        answer = self.http.post("/v1/commands", json={"commands": [command | more]}).json()
        (result,) = answer["results"]
        assert result["status"] == "applied", result
        return {**result, "id": command["id"]}

    def answer_next(self, text: str) -> tuple[str, str]:
        """Takes a contact and replies; its id and the reply's."""
        given = self.http.post(
            "/v1/contacts/next", json={}, headers={"Idempotency-Key": str(new_id())}
        ).json()
        contact, token = given["contact"], given["lease"]["token"]
        more = {"contact_id": contact["id"], "lease_token": token, "base_version": contact["version"]}
        result = self.command("contact.reply", {"text": text}, **more)
        return contact["id"], result["id"]

    def message(self, contact_id: str, message_id: str) -> dict[str, Any]:
        messages = self.http.get(f"/v1/contacts/{contact_id}").json()["messages"]
        return next(dict(m) for m in messages if m["id"] == message_id)


@pytest.fixture(scope="module")
def initial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a central that was just made."""
    folder = tmp_path_factory.mktemp("initial")
    Central(folder).init()
    return folder


@pytest.fixture
def central(initial: Path) -> Iterator[Central]:
    folder = Path(tempfile.mkdtemp(prefix="ccm"))
    shutil.copytree(initial, folder, dirs_exist_ok=True)
    made = Central(folder)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)


@pytest.fixture
def agent(central: Central) -> Iterator[AgentOne]:
    with AgentOne(central) as one:
        yield one


QUESTION = raw(
    "Bonjour, quand déposer ?\n\nCordialement,\nKarim\nSIREN 732 829 320",
    Content_Type="text/plain; charset=utf-8",
)


def test_a_question_comes_in_is_answered_once_and_the_answer_to_it_joins_the_thread(
    central: Central, agent: AgentOne
) -> None:
    assert central.bring("question.eml", QUESTION)["result"] == "imported"
    assert central.bring("question.eml", QUESTION)["result"] == "already_there"
    contact_id, reply_id = agent.answer_next("Bonjour,\n\nLe 21 décembre au plus tard.")
    assert json.loads(central.send().stdout)["counts"] == {"sent": 1}
    assert json.loads(central.send().stdout)["counts"] == {}
    assert central.files() == [f"{reply_id}.eml"]
    sent = parse((central.outbox / f"{reply_id}.eml").read_bytes(), now=datetime.now(UTC))
    assert (sent.in_reply_to, sent.thread_id) == ("<un@fournil.example>", "<un@fournil.example>")
    assert (sent.subject, sent.recipient) == ("Re: Remboursement", "contact@fournil.example")
    assert "Le 21 décembre au plus tard." in sent.text
    assert agent.message(contact_id, reply_id)["status"] == "sent"
    further = raw(
        "Merci !",
        Message_ID="<trois@fournil.example>",
        In_Reply_To=sent.external_id,
        References=sent.external_id,
    )
    line = central.bring("suite.eml", further)
    assert (line["result"], line["contact_id"]) == ("appended", contact_id)


def test_a_bounce_brings_the_reply_back_to_the_agent_s_eyes(central: Central, agent: AgentOne) -> None:
    central.bring("question.eml", QUESTION)
    contact_id, reply_id = agent.answer_next("Bonjour.")
    central.send()
    sent = parse((central.outbox / f"{reply_id}.eml").read_bytes(), now=datetime.now(UTC))
    bounce = bounce_of("failed").replace(b"<notre@dgfip.example>", sent.external_id.encode())
    assert central.bring("retour.eml", bounce)["result"] == "bounce"
    message = agent.message(contact_id, reply_id)
    assert message["status"] == "failed"
    assert "5.1.1" in message["detail"]


@pytest.mark.parametrize(("after", "counts"), [(False, {"sent": 1}), (True, {"found": 1})])
def test_a_sender_killed_at_its_link_sends_once(
    central: Central, agent: AgentOne, after: bool, counts: dict[str, int]
) -> None:
    central.bring("question.eml", QUESTION)
    contact_id, reply_id = agent.answer_next("Bonjour.")
    assert central.send(code=DIES_AT.format(after=after)).returncode == -signal.SIGKILL
    assert (f"{reply_id}.eml" in central.files()) is after
    central.claims_run_out()
    done = central.send()
    assert (done.returncode, json.loads(done.stdout)["counts"]) == (0, counts)
    assert central.files() == [f"{reply_id}.eml"]
    assert agent.message(contact_id, reply_id)["status"] == "sent"


def test_following_sends_what_comes_and_ends_when_told(central: Central, agent: AgentOne) -> None:
    central.bring("question.eml", QUESTION)
    follow = [*COMMAND, "mail", "send", "--outbox", str(central.outbox), "--follow", "--central"]
    process = subprocess.Popen(
        [*follow, f"unix:{central.socket}", "--login", "connecteur1"],
        env=central.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _, reply_id = agent.answer_next("Bonjour.")
        eventually(lambda: central.files() == [f"{reply_id}.eml"], "the reply in the outbox")
        central.stop()
        central.start()
        central.bring("autre.eml", raw("Autre question", Message_ID="<autre@x.example>"))
        with AgentOne(central) as again:
            _, second = again.answer_next("Encore.")
        eventually(
            lambda: f"{second}.eml" in central.files(), "the second reply, after the central came back"
        )
    finally:
        process.terminate()
        out, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert "2 envoyées" in out


def test_the_end_of_its_parent_ends_the_follower(central: Central) -> None:
    follow = [
        *COMMAND,
        "mail",
        "send",
        "--outbox",
        str(central.outbox),
        "--follow",
        "--end-with-stdin",
        "--central",
    ]
    process = subprocess.Popen(
        [*follow, f"unix:{central.socket}", "--login", "connecteur1"],
        env=central.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    eventually(central.outbox.exists, "the follower at work")
    assert process.stdin
    process.stdin.close()
    assert process.wait(20) == 0
    assert process.stderr
    process.stderr.close()


def test_big_and_hostile_mails_get_a_clear_result_and_the_import_goes_on(central: Central) -> None:
    folder = central.folder / "lot"
    folder.mkdir()
    pdf = b"Content-Type: application/pdf; name=piece.pdf\r\n\r\n"
    made = {
        "b-enorme.eml": multipart("mixed", *[pdf + bytes(20_000_000)] * 2, Message_ID="<b@x.example>"),
        "c-vide.eml": b"",
        "d-poupees.eml": multipart("mixed", *["\r\nx"] * 600),
        "e-pieges.eml": raw(TRAP, Subject=TRAP.replace("\n", " "), Message_ID="<e@x.example>"),
        "f-nul.eml": raw(b"a\x00b", Date=None, Message_ID="\x00", To=", ".join(["a@x.example"] * 10_000)),
        "g-bon.eml": raw(Message_ID="<g@x.example>"),
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
    done = central.mail("import", folder, "--json")
    assert done.returncode == 1
    assert "non importés" in done.stderr
    results = {Path(line["name"]).name[0]: line for line in json.loads(done.stdout)["mails"]}
    assert {key: line["result"] for key, line in results.items()} == {
        **dict.fromkeys("befg", "imported"),
        **dict.fromkeys("cd", "refused"),
    }
    assert any("trop grosse" in note for note in results["b"]["notes"])
    assert all(line["notes"] for key, line in results.items() if key in "bcdf")


def test_failures_have_their_exit_codes_and_a_hint(central: Central, tmp_path: Path) -> None:
    refused = central.mail("import", tmp_path / "absent.eml")
    assert refused.returncode == 1
    wrong = central.run(
        "mail", "send", "--outbox", tmp_path, "--central", "ftp://x", "--login", "connecteur1"
    )
    assert wrong.returncode == 2
    central.env["CCPRO_PASSWORD"] = "faux"
    denied = central.send()
    assert denied.returncode == 1
    assert len(denied.stderr.strip().splitlines()) == 2
    assert "Traceback" not in refused.stderr + wrong.stderr + denied.stderr
