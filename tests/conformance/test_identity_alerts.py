"""Identification held against the file in the store, and what becomes of failures that repeat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ccpro_desk.central.store.audit_values import AuditLine
from ccpro_desk.domain.usager import ContactPoint, Representative
from ccpro_desk.domain.values import Channel, Role
from ccpro_desk.wire.views import DossierView
from tests.support.central import SIREN, Bench

KNOWS = ["amount", "notice"]
FAILED = {"checks": ["amount"], "passed": False}


def shown(view: DossierView) -> Mapping[str, Any]:
    assert isinstance(view.fields, Mapping)
    return view.fields


async def audited(central: Bench) -> list[AuditLine]:
    since = central.clock.now() - timedelta(days=1)
    return await central.store.audit_page(about=None, actor=None, since=since, limit=200)


async def test_who_speaks_is_held_against_the_file_of_the_store(central: Bench) -> None:
    await central.add("agent1")
    yesterday = central.clock.now().date() - timedelta(days=1)
    await central.usager(
        contacts=(ContactPoint("phone", "+33465710015"),),
        representatives=(Representative("CABINET RIVOIRE", "expert-comptable", until=yesterday),),
    )
    await central.bring(channel=Channel.CALLBACK, siren=SIREN)
    given = await central.take("agent1")
    whose = {"quality": "accountant", "representative": "Cabinet Rivoire"}
    expired = await central.do(
        "agent1", "contact.identify", {"checks": [*KNOWS, "mandate"], "passed": True, **whose}, given
    )
    assert expired.view is not None
    known = expired.view.identification
    assert (known.level, known.checks, known.quality) == (0, tuple(KNOWS), "accountant")
    assert known.setback is not None and known.setback.text.startswith(
        f"Mandat expiré le {yesterday:%d/%m/%Y}"
    )
    await central.usager(
        contacts=(ContactPoint("phone", "+33465710015"),),
        representatives=(Representative("CABINET RIVOIRE", "expert-comptable", until=date(2026, 12, 31)),),
    )
    called = {"checks": ["mandate", "callback"], "passed": True, "dialled": "04 65 71 00 15", **whose}
    opened = await central.do("agent1", "contact.identify", called, given)
    assert opened.view is not None
    known = opened.view.identification
    assert (known.level, known.mandate_until, known.setback) == (2, date(2026, 12, 31), None)
    said = " ".join(line.detail for line in await audited(central) if line.detail)
    assert "accountant" in said and "04 65" not in said and "rivoire" not in said.lower()


async def test_a_third_failure_is_told_to_the_supervisors_and_to_whoever_opens_the_file_next(
    central: Bench,
) -> None:
    await central.add("agent1")
    await central.add("agent2")
    await central.usager()
    actor = await central.add("encadrant1", Role.SUPERVISOR, available=False)
    await central.bring(channel=Channel.CALLBACK, siren=SIREN)
    given = await central.take("agent1")
    agent = await central.agent("agent1")
    opened = await central.handle.dossier(agent, SIREN, contact_id=given.contact.id, reason=None)
    assert "alert" not in shown(opened)
    position = await central.store.position()
    for _ in range(3):
        failed = await central.do("agent1", "contact.identify", FAILED, given)
        assert failed.status == "applied"
    events, _ = await central.store.events_after(position, 100)
    [stored] = [each for each in events if each.event.type == "notice"]
    notice = stored.event
    assert notice.changed == ("alert",)
    assert stored.audience.includes(actor) and not stored.audience.includes(agent)
    [alert] = (await central.handle.plateau.seen(actor)).alerts or ()
    assert (alert.siren, alert.contact_id, alert.failures) == (SIREN, given.contact.id, 3)
    assert alert.id == notice.about
    reason = "Un autre agent ouvre ce dossier."
    after = await central.handle.dossier(await central.agent("agent2"), SIREN, contact_id=None, reason=reason)
    assert shown(after)["alert"]["failures"] == 3
    assert any(line.action == "identity.alert" for line in await audited(central))
    central.later(days=8)
    assert await central.store.alert_of(SIREN, central.clock.now()) is None
    assert (await central.handle.plateau.seen(actor)).alerts is None
    await central.store.forget_alerts(central.clock.now())
    assert await central.store.alerts_in("lons", alert.at) == []


async def test_an_answer_above_the_level_is_refused_and_what_was_typed_stays(central: Bench) -> None:
    central.rules = replace(central.rules, answer_levels=lambda: {"TVA-021": 1})
    central.__post_init__()
    await central.add("agent1")
    await central.usager()
    await central.bring(siren=SIREN)
    given = await central.take("agent1")
    reply = {"text": "Bonjour", "answers": [{"id": "TVA-021", "version": 4}]}
    refused = await central.do("agent1", "contact.reply", reply, given)
    assert (refused.status, refused.code) == ("refused", "identification_required")
    assert "messagerie sécurisée" in (refused.message or "")
    sent = await central.do("agent1", "contact.reply", {"text": "Bonjour"}, given)
    assert sent.status == "applied"
