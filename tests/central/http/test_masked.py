"""No account and no route shows a datum above its level: a file of tell-tale words, asked for in every way there is."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from uuid import uuid4

from ccpro_desk.domain.delivery import Delivery
from ccpro_desk.domain.usager import (
    LEVEL_OF,
    Account,
    Address,
    Claim,
    ContactPoint,
    Delegate,
    Director,
    Establishment,
    Obligation,
    OnlineSpace,
    Regime,
    Representative,
    Request,
    Usager,
)
from tests.central.http.world import World, check_problem

DAY = date(2026, 11, 2)
NUMBER = "+33639980777"
LOGINS = (
    *("agent1", "agent2", "tuteur1", "encadrant1", "chef1", "soutien1", "referent1"),
    *("sie1", "connecteur1", "admin1", "stagiaire1"),
)
MAY_WITH_A_REASON = {"agent1", "agent2", "tuteur1", "encadrant1", "chef1"}
STREAMS = {"/v1/feed", "/metrics", "/openapi.json"}
SECRET = Usager(
    "552100554",
    "SA Essai",
    diffusion="P",
    address=Address(("1 rue CACHÉ",), "69001", "Lyon"),
    city="Lyon",
    establishments=(Establishment("55210055400013", "CACHÉ"),),
    directors=(Director("CACHÉ"),),
    closing="06-29",
    contacts=(ContactPoint("phone", NUMBER, "CACHÉ"), ContactPoint("email", "caché@b.example")),
    regimes=(Regime("TVA", "CACHÉ"),),
    obligations=tuple(Obligation("CACHÉ", "CA3", f"{n}", DAY) for n in range(60)),
    claims=(Claim("TVA", "2026", "CACHÉ", 1, 1, 2),),
    accounts=(Account("CACHÉ", rum="CACHÉ"),),
    space=OnlineSpace("expert", "CACHÉ", delegates=(Delegate("CACHÉ"),)),
    representatives=(Representative("CACHÉ", "expert-comptable"),),
    requests=(Request("CACHÉ", "CACHÉ"),),
)
TELL_TALES = ("CACHÉ", "CACH\\u00c9", "caché", NUMBER, NUMBER[3:], "06-29")


def paths() -> list[str]:
    """Every route that reads, as the document of the API lists them (it is the present one: `test_openapi`)."""
    calls = json.loads((Path(__file__).parents[3] / "docs" / "openapi.json").read_bytes())["paths"]
    return [path for path, methods in calls.items() if "get" in methods and path not in STREAMS]


async def test_no_account_reads_above_its_level_by_any_route(here: World) -> None:
    await here.central.store.import_usagers([Delivery(SECRET)], here.clock.now())
    holder = await here.available("agent1")
    await here.brought(siren=SECRET.siren)
    contact = (await here.taken(holder))["contact"]["id"]
    ids = {
        "siren": SECRET.siren,
        "contact_id": contact,
        "attachment_id": str(uuid4()),
        "matter_id": str(uuid4()),
        "appointment_id": str(uuid4()),
        "document_id": str(uuid4()),
        "code": "SIE-69-EST",
        "id": str(uuid4()),
    }
    asked = {"/v1/usagers": [{"q": "06 39 98 07 77"}, {"q": "sa essai"}], "/v1/matters": [{"kind": "act"}]}
    read = set()
    for login in LOGINS:
        caller = await here.caller(login)
        for path in paths():
            for query in asked.get(path, [{"contact_id": contact}]):
                answer = await caller.get(path.format_map(ids), params=query)
                assert not any(word in answer.text for word in TELL_TALES), (login, path, query)
                if answer.status_code == 200:
                    read.add(path)
    assert {
        "/v1/usagers",
        "/v1/usagers/{siren}",
        "/v1/usagers/{siren}/timeline",
        "/v1/contacts/{contact_id}",
    } <= read
    holder = await here.caller("agent1")
    view = (await holder.get(f"/v1/usagers/{SECRET.siren}", params={"contact_id": contact})).json()
    assert view["level"] == 0 and set(view["masked"]) > {n for n, level in LEVEL_OF.items() if level}
    found = (await holder.get("/v1/usagers", params={"q": "06 39 98 07 77"})).json()
    assert found == {"items": [{"siren": SECRET.siren, "name": SECRET.name, "city": "Lyon", "state": "A"}]}


async def test_a_reason_opens_a_file_to_those_only_who_handle_contacts(here: World) -> None:
    await here.central.store.import_usagers([Delivery(SECRET)], here.clock.now())
    for login in LOGINS:
        caller = await here.caller(login)
        for part in ("", "/obligations", "/establishments"):
            path = f"/v1/usagers/{SECRET.siren}{part}"
            answer = await caller.get(path, params={"reason": "Demande écrite du service, dossier 12."})
            if login in MAY_WITH_A_REASON:
                assert answer.status_code == 200 and "CACHÉ" in answer.text, (login, part)
            else:
                check_problem(answer, 403, "forbidden")
                assert "CACHÉ" not in answer.text
