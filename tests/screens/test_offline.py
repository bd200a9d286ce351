"""Without the central: what is held goes on, and the screen never claims more than is true."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ccpro_desk.desk.desk import Desk
from ccpro_desk.domain.values import State
from tests.screens.workstation import at_work
from tests.support.scripted_central import ScriptedCentral, no_fault


async def test_a_reply_waits_and_goes_when_the_central_is_back(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    contact = central.bring()
    async with at_work(opened) as post:
        await sign_in(post)
        await post.take(contact)
        assert post.bar.link == "À jour"
        central.fault = lambda _: "before"
        central._wake()
        await post.press("tab")
        await post.type("Bonjour")
        await post.until(lambda: "Hors connexion depuis" in post.bar.link, "offline told")
        await post.press("f6")
        assert "Hors connexion" in post.notice
        await post.press("f6")
        await post.until(lambda: "1\u00a0envoi en attente" in post.bar.link, "one sending waits")
        assert "En attente d'envoi" in post.text("message")
        await post.press("f8", "enter")
        await post.until(lambda: "2\u00a0envois en attente" in post.bar.link, "the closing waits too")
        assert central.contacts[contact].state is State.ACTIVE
        assert post.desk.state.contacts[0].view.state is State.ACTIVE
        await post.press("f2")
        await post.until(lambda: post.notice and "cherche" not in post.notice, "no next without the central")
        central.fault = no_fault
        await post.until(lambda: central.contacts[contact].state is State.CLOSED, "all went up, in order")
        assert [reply.partition("\n\n")[0] for reply in central.replies()] == ["Bonjour"]
        await post.until(lambda: post.bar.link == "À jour", "up to date")
