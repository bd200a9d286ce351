"""A reply that knows nothing of what came since never leaves; its text always stays. With a central's process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings
from tests.eventually import eventually_async
from tests.screens.workstation import Workstation, at_work, begun, connected
from tests.support.cable import Cable
from tests.support.desks import FAST
from tests.support.served import PASSWORD, Served, serving

TEXT = "Votre demande est à l'étude."


def without_signature(text: str) -> str:
    return text.partition("\n\n")[0]


@dataclass
class House:
    """A served central, a workstation on a line that can be cut, and a contact in hand there."""

    served: Served
    cable: Cable
    post: Workstation
    contact: UUID

    async def usager_writes(self, text: str) -> None:
        await self.served.bring(body=text, thread_id="fil-1")

    async def replies(self) -> list[str]:
        found = await self.served.contact("encadrant1", self.contact)
        return [without_signature(m["text"]) for m in found["messages"] if m["direction"] == "out"]


@asynccontextmanager
async def a_contact_in_hand(served: Served, folder: Path) -> AsyncIterator[House]:
    cable = Cable(httpx.AsyncHTTPTransport(uds=str(served.socket)))
    settings = DeskSettings(
        "http://central", folder / "state", key_file=folder / "store.key", pace=FAST, transport=cable
    )
    contact = await served.bring("Remboursement", thread_id="fil-1")
    async with at_work(lambda: Desk.open(settings), answers=False) as post:
        await post.until(lambda: post.window == "SignInScreen", "the sign-in screen")
        await post.desk.sign_in("agent1", PASSWORD)
        await begun(post)
        await connected(post)
        await post.take(contact)
        post.workspace.go_to("reply")
        await post.type(TEXT)
        yield House(served, cable, post, contact)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path / 'central.db'}") as central:
        yield central


async def test_what_the_usager_wrote_is_read_before_anything_leaves(served: Served, tmp_path: Path) -> None:
    async with a_contact_in_hand(served, tmp_path) as house:
        post = house.post
        await post.desk.note(house.contact, "Ma propre note.")
        await post.until(lambda: not post.desk.state.contacts[0].pending, "the note at the central")
        await post.press("f6")
        assert post.window == "ReviewScreen", "what the agent did is no news to them"
        await post.press("escape")
        await house.usager_writes("J'ai oublié de vous dire : tout est réglé.")
        await post.until(lambda: "tout est réglé" in post.text("message"), "the message shown")
        assert "a écrit entre-temps" in post.notice and post.editor.text == TEXT
        await post.press("f6")
        assert post.window == "ChangedScreen" and "tout est réglé" in post.text("text")
        await post.press("f6", "escape", "f6")
        assert post.window == "ChangedScreen", "leaving without having read changes nothing"
        await post.press("enter", "f6")
        assert post.window == "ReviewScreen" and post.editor.text == TEXT

        await house.usager_writes("Et encore un mot.")
        await post.until(lambda: "a écrit entre-temps" in post.notice, "told in the review")
        await post.press("f6")
        assert post.window == "ChangedScreen" and "Et encore un mot." in post.text("text")
        assert await house.replies() == []
        await post.press("enter", "f6", "f6")
        await post.until(lambda: post.editor.text == "", "sent")

        async def arrived() -> bool:
            return await house.replies() == [TEXT]

        await eventually_async(arrived, "the reply at the central, once")


async def test_a_race_lost_after_f6_gives_the_text_back_with_what_changed(
    served: Served, tmp_path: Path
) -> None:
    async with a_contact_in_hand(served, tmp_path) as house:
        post = house.post
        house.cable.cut()
        await post.press("f6", "f6")
        await post.until(lambda: post.editor.text == "", "on its way")
        await house.usager_writes("Ne répondez plus, merci.")
        house.cable.mend()
        await post.until(lambda: post.editor.text == TEXT, "the text is back")
        assert "a écrit entre-temps" in post.notice and await house.replies() == []
        await post.press("f6")
        assert post.window == "ChangedScreen" and "Ne répondez plus" in post.text("text")


async def test_a_lost_lease_says_who_has_it_and_keeps_the_text(tmp_path: Path) -> None:
    short = ("--lease", "mail=1", "--grace", "0")
    with serving(f"sqlite:///{tmp_path / 'central.db'}", *short) as served:
        async with a_contact_in_hand(served, tmp_path) as house:
            post = house.post
            house.cable.cut()
            await post.press("f6", "f6")
            await post.until(lambda: post.editor.text == "", "on its way")
            async with served.signed_in("agent2") as other:
                holder = (await other.get("/v1/me")).json()["agent"]["name"]
                status = {
                    "id": str(house.contact),
                    "type": "agent.status",
                    "issued_at": "2026-11-24T10:00:00Z",
                }
                done = await other.post(
                    "/v1/commands", json={"commands": [{**status, "body": {"status": "available"}}]}
                )
                assert done.json()["results"][0]["status"] == "applied", done.text

                async def taken() -> bool:
                    key = {"Idempotency-Key": str(house.contact)}
                    answer = await other.post("/v1/contacts/next", json={}, headers=key)
                    return answer.status_code == 200

                await eventually_async(taken, "taken by somebody else")
                house.cable.mend()
                said = f"ce contact est maintenant suivi par {holder}. Votre texte est conservé."
                await post.until(
                    lambda: any(said in notice for notice in post.desk.state.notices), "who has it now"
                )
                found = (await other.get(f"/v1/contacts/{house.contact}")).json()
                assert [without_signature(late["text"]) for late in found["late_drafts"]] == [TEXT]
            await post.until(lambda: post.editor.text == TEXT, "the text is kept here too")
            assert post.editor.read_only
