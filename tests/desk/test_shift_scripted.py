"""A shift against the central in memory."""

from __future__ import annotations

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.state import LinkKind, SendState
from ccpro_desk.domain.values import MotifOutcome, Outcome, State, Status
from tests.support.desks import settled, until
from tests.support.scripted_central import ScriptedCentral


async def test_a_mail_is_taken_answered_and_closed(desk: Desk, central: ScriptedCentral) -> None:
    contact_id = central.bring()
    await until(desk, lambda s: s.link.kind is LinkKind.UP_TO_DATE, "up to date")
    await desk.set_status(Status.AVAILABLE)
    taken = await desk.next()
    assert taken is not None and taken.id == contact_id and taken.token is not None
    desk.draft(contact_id, "Bonjour Monsieur")
    await desk.note(contact_id, "Rappelé hier.")
    reply = await desk.reply(contact_id, "Bonjour Monsieur Benali, voici.", hold_s=10)
    await desk.close(contact_id, [MotifOutcome("autre.autre", Outcome.ANSWERED)])
    await settled(desk)
    assert central.contacts[contact_id].state is State.CLOSED
    assert central.replies() == ["Bonjour Monsieur Benali, voici."]
    sent = {s.command_id: s for s in desk.state.sent}
    assert sent[reply].state is SendState.HELD and sent[reply].until is not None
    assert desk.state.contacts == ()
    central.sent(contact_id, reply)
    await until(
        desk, lambda s: any(x.command_id == reply and x.state is SendState.SENT for x in s.sent), "sent"
    )
    assert await desk.next() is None
