"""A desk that shows the state it is given and records what is asked: for screens that need a state nobody can play."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

from ccpro_desk.desk.curtain import CurtainLock
from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.referrals import Fiches, View
from ccpro_desk.desk.state import DeskContact, DeskState, Link, LinkKind
from ccpro_desk.domain.contact import Origin, Reason
from ccpro_desk.domain.values import AttachmentRef, Channel, Direction, Message, Role, State, Status
from ccpro_desk.wire.contact_view import MatterView
from ccpro_desk.wire.listing import MatterPage
from ccpro_desk.wire.views import AgentView, ContactView, UsagerRef

NOW = datetime.now(UTC)
AGENT = AgentView(uuid4(), "agent1", "Claire Vasseur", Role.AGENT, Status.AVAILABLE, "lons", "3")


class NothingBeside:
    """Lists in which no contact has another one beside it."""

    async def alike(self, contact_id: UUID) -> tuple[()]:
        return ()


class NoFiches:
    """Nothing was referred to a SIE."""

    async def listed(self, view: View, *, mine: bool) -> Fiches:
        return Fiches(())


class NothingUsed:
    """An agent who took no answer yet; what they take is told."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def counts(self) -> dict[str, int]:
        return {}

    async def took(self, answer: str) -> None:
        self.taken.append(answer)


class ScriptedMatters:
    """Acts are recorded as asked for; whose details and documents are read, is told."""

    def __init__(self, asked: list[tuple[str, tuple[Any, ...]]]) -> None:
        self._asked = asked
        self.page = MatterPage(())
        self.whole: dict[UUID, MatterView] = {}

    async def submit(self, contact_id: UUID, act: str, fields: Any, as_of: Any) -> UUID:
        self._asked.append(("submit", (contact_id, act, dict(fields), as_of)))
        return uuid4()

    async def listed(self, kind: Any, states: Any = (), **named: Any) -> MatterPage:
        return self.page

    async def one(self, matter_id: UUID) -> MatterView:
        return self.whole[matter_id]

    async def document(self, kind: str, contact_id: UUID, about: UUID, version: int) -> AttachmentRef:
        self._asked.append(("document", (kind, contact_id, about)))
        return AttachmentRef(uuid4(), f"{kind}.pdf", "application/pdf", 4)

    def __getattr__(self, name: str) -> Any:
        async def use_case(*given: Any) -> None:
            self._asked.append((name, given))

        return use_case


LISTS = ("search_usagers", "colleagues", "crises", "changed_answers")
"""Use cases that give nothing as an empty list."""


class ScriptedDesk:
    """Every use case is recorded and gives nothing."""

    def __init__(self, state: DeskState, files: Mapping[UUID, bytes] | None = None) -> None:
        self.state = state
        self.files = files or {}
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self.lists = NothingBeside()
        self.matters = ScriptedMatters(self.asked)
        self.curtain = CurtainLock()
        self.referrals: Any = NoFiches()
        self.uses = NothingUsed()

    def subscribe(self, on_change: Callable[[DeskState], None]) -> Callable[[], None]:
        return lambda: None

    def draft(self, contact_id: UUID, text: str) -> None:
        self.asked.append(("draft", (contact_id, text)))

    def looked_at(self, contact_id: UUID) -> None:
        self.asked.append(("looked_at", (contact_id,)))

    def dismiss(self, notice: str) -> None:
        self.asked.append(("dismiss", (notice,)))

    async def dossier(self, siren: str, **named: Any) -> Any:
        raise DeskRefused("offline", "Ce dossier n'est pas dans ce poste.")

    async def attachment(self, attachment_id: UUID) -> bytes:
        self.asked.append(("attachment", (attachment_id,)))
        return self.files[attachment_id]

    async def enclose(self, contact_id: UUID, path: Path) -> AttachmentRef:
        self.asked.append(("enclose", (contact_id, path)))
        return AttachmentRef(uuid4(), path.name, "application/pdf", 4)

    def be_found(self, where: Callable[[], Any]) -> None:
        self.where = where

    def __getattr__(self, name: str) -> Any:
        async def use_case(*given: Any, **named: Any) -> Any:
            self.asked.append((name, given))
            return () if name in LISTS else None

        return use_case

    @property
    def as_desk(self) -> Desk:
        return cast(Desk, self)


def contact(
    subject: str = "Remboursement de TVA",
    text: str = "Bonjour, qu'en est-il ?",
    *,
    name: str = "M. Benali",
    usager: UsagerRef | None = None,
    state: State = State.ACTIVE,
    attachments: tuple[AttachmentRef, ...] = (),
    **more: Any,
) -> DeskContact:
    message = Message(uuid4(), Direction.IN, NOW, name, text, attachments)
    view = ContactView(
        uuid4(),
        3,
        state,
        Channel.MAIL,
        "<1@fournil.example>",
        NOW,
        NOW + timedelta(hours=2),
        subject,
        Origin(name, "contact@fournil.example"),
        usager,
        messages=(message,),
        reason=Reason("deadline", "Délai promis le plus proche."),
    )
    return DeskContact(view, uuid4(), **more)


def state(*contacts: DeskContact, **more: Any) -> DeskState:
    return DeskState(Link(LinkKind.UP_TO_DATE), AGENT, contacts, **more)
