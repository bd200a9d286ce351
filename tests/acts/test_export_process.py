"""From an agent's form to the back office's folder, through the real central and its programs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx

from tests.central.http.world import command, mail
from tests.support.served import PASSWORD, Served, serving

SIREN = "732829320"
FORM = {"siren": SIREN, "mode": "expert", "courriel": "a@client.example", "code": True}


@contextmanager
def signed_in(served: Served, login: str) -> Iterator[httpx.Client]:
    transport = httpx.HTTPTransport(uds=str(served.socket))
    with httpx.Client(transport=transport, base_url="http://central", timeout=30) as client:
        answer = client.post("/v1/sessions", json={"login": login, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        yield client


def export(served: Served, folder: Path, login: str = "connecteur1") -> subprocess.CompletedProcess[str]:
    words = (
        "acts",
        "export",
        "--outbox",
        str(folder),
        "--central",
        served.central,
        "--login",
        login,
        "--json",
    )
    return subprocess.run(
        [sys.executable, "-m", "ccpro_desk.cli.central", *words],
        env={**os.environ, "CCPRO_PASSWORD": PASSWORD},
        capture_output=True,
        text=True,
        timeout=100,
    )


def test_an_act_reaches_the_back_office(tmp_path: Path) -> None:
    now, folder = datetime.now(UTC), tmp_path / "acts"
    with (
        serving(f"sqlite:///{tmp_path}/central.db") as served,
        signed_in(served, "connecteur1") as connector,
        signed_in(served, "agent1") as agent,
    ):
        assert connector.post("/v1/contacts", json=mail(now.isoformat(), siren=SIREN)).status_code == 201
        agent.post("/v1/commands", json={"commands": [command("agent.status", {"status": "available"})]})
        given = agent.post("/v1/contacts/next", json={}, headers={"Idempotency-Key": str(uuid4())}).json()
        at = {"contact_id": given["contact"]["id"], "lease_token": given["lease"]["token"]}
        fields = {**FORM, "demande": now.date().isoformat()}
        asked = command("act.submit", {"act": "A10", "fields": fields}, **at)
        [result] = agent.post("/v1/commands", json={"commands": [asked]}).json()["results"]
        assert [matter["state"] for matter in result["view"]["matters"]] == ["recorded"], result
        done = export(served, folder)
        assert (done.returncode, json.loads(done.stdout)["counts"]) == (0, {"sent": 1}), done.stderr
        [file] = folder.iterdir()
        said = json.loads(file.read_text(encoding="utf-8"))
        assert (said["id"], said["act"], said["fields"]["siren"]) == (asked["id"], "A10", SIREN)
        read = agent.get(f"/v1/matters/{asked['id']}").json()
        assert [step["state"] for step in read["steps"]] == ["recorded", "transmitted"]
        listed = agent.get("/v1/matters", params={"kind": "act", "state": ["transmitted"]}).json()
        assert [matter["id"] for matter in listed["items"]] == [asked["id"]]
        refused = export(served, folder, login="agent2")
        assert refused.returncode == 1 and refused.stderr
