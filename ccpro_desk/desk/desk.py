"""`Desk`: everything that an agent can do at a workstation, as use cases, and the state that screens show."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ccpro_desk.desk import enclosures
from ccpro_desk.desk.compose import compose
from ccpro_desk.desk.drafts import Drafts
from ccpro_desk.desk.errors import DeskRefused, StoreProblem
from ccpro_desk.desk.journal import Journal
from ccpro_desk.desk.ledger import Ledger
from ccpro_desk.desk.model import KEPT, Change, Model
from ccpro_desk.desk.reminders import Reminders
from ccpro_desk.desk.rooms import Rooms
from ccpro_desk.desk.session import Session
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import DeskContact, DeskState, Link, LinkKind, Needs
from ccpro_desk.desk.sync.line import Line
from ccpro_desk.desk.sync.sentences import DISK
from ccpro_desk.desk.uses import Uses
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.clock import Clock, SystemClock
from ccpro_desk.domain.identification import Quality
from ccpro_desk.domain.values import AnswerRef, AttachmentRef, EndedBy, MotifOutcome, Status

if TYPE_CHECKING:
    from ccpro_desk.desk.keys import Keys
    from ccpro_desk.desk.online import Online
    from ccpro_desk.domain.obligations import Dues
    from ccpro_desk.wire.registry import RegistryView
    from ccpro_desk.wire.views import DossierView, SignInOffer, UsagerHit

_WORDS = "words"
"""The row of the store that holds the agent's own dictionary."""
_LAST_WORDS_S = 3.0
"""How long the end of service waits for what is still on its way."""


class Desk(Rooms):
    """Use cases return when the command is durable in the local journal; `state` tells what becomes of it."""

    def __init__(self, settings: DeskSettings, keys: Keys | None = None, clock: Clock | None = None) -> None:
        super().__init__()
        self._settings = settings
        self._clock = clock or SystemClock()
        self._listeners: list[Callable[[DeskState], None]] = []
        self._state: DeskState | None = None
        self._told = False
        self._ledger = Ledger(self._clock, self._changed)
        self._line = Line(self._clock, settings.pace, self._changed)
        self._drafts = Drafts(self._ledger, settings.pace)
        self._journal = Journal(self._ledger, self._drafts)
        self._session = Session(settings, self._ledger, keys)
        self._reminders = Reminders(self._clock, self._changed)
        self._online: Online | None = None
        self._background: set[asyncio.Task[None]] = set()
        self.uses = Uses(self._ledger)

    @classmethod
    def open(cls, settings: DeskSettings, keys: Keys | None = None, clock: Clock | None = None) -> Desk:
        """Open the local store and read the contacts: sync, fast. Raises `StoreProblem`, `KeyProblem`.

        `keys`: what `find_keys(settings)` gave (call it in a thread started before `import textual`: the
        system keyring is slow to import); none: called here. With `settings.key_file` no keyring is imported.
        """
        desk = cls(settings, keys, clock)
        desk._session.open()
        return desk

    @property
    def state(self) -> DeskState:
        if self._state is None:
            self._state = compose(
                self._ledger.model, self._link(), self._needs(), self._clock.now(), self._ledger.ahead
            )
        return self._state

    def subscribe(self, on_change: Callable[[DeskState], None]) -> Callable[[], None]:
        """Have `on_change` called on the event loop, coalesced; the answer ends it."""
        self._listeners.append(on_change)
        return lambda: self._listeners.remove(on_change)

    async def start(self) -> None:
        """Resume the session, begin to push, follow and say that we are alive. Waits for no answer."""
        from ccpro_desk.desk.starting import start

        self._online = await start(self._settings, self._ledger, self._line, self._session)
        self._online.be_found(lambda: self._where())
        self._changed()

    async def stop(self) -> None:
        """Write what is typed, end the tasks, close the store."""
        self._line.close()
        self._reminders.close()
        if self._online is not None:
            await self._online.stop()
        if self._background:
            await asyncio.wait(self._background)
        if self._ledger.is_open:
            self._drafts.flush()
            await asyncio.to_thread(self._ledger.close)

    async def unlock(self, passphrase: str) -> None:
        """Without a keyring: open, or first choose, the key. Raises `WrongPassphrase`, `StoreProblem`."""
        await self._session.unlock(passphrase)
        if self._online is not None:
            await self._online.resume()
        self._changed()

    async def sign_in(self, login: str, password: str) -> None:
        """Raises `SignInRefused`, `CentralUnreachable`, `StoreProblem`, `KeyProblem`."""
        self._drafts.flush()
        await self._central().sign_in(login, password)
        await self.curtain.keep(password)
        self._changed()

    async def sign_in_offer(self) -> SignInOffer:
        """How one may sign in at this central. Raises `CentralUnreachable`, `SignInRefused`."""
        return await self._central().sign_in_offer()

    async def sign_in_by_portal(self) -> None:
        """Through the browser; cancelling the task gives it up. Raises as `sign_in`."""
        self._drafts.flush()
        await self._central().sign_in_by_portal()
        self.curtain.forget()
        self._changed()

    async def sign_out(self) -> None:
        """End of service: the store keeps what is unsent and seven days of what was acknowledged."""
        self._drafts.flush()
        self.curtain.forget()
        await self._central().sign_out(_LAST_WORDS_S)
        await self._ledger.reduce(KEPT)

    async def next(self) -> DeskContact | None:
        """The next contact; none when nothing suits.

        Raises `DeskRefused` (`offline`, `signed_out`, `not_available`, `capacity`), `StoreProblem`.
        """
        contact_id = await self._central().next()
        return None if contact_id is None else self.state.contact(contact_id)

    async def set_status(self, status: Status, *, after_current: bool = False) -> None:
        await self._journal.issue(c.SetStatus(status, after_current))

    async def accept(self, contact_id: UUID) -> None:
        """Take an offered call or chat. Raises `DeskRefused` (`offline`): a caller does not wait for that."""
        self._central().must_be_up()
        await self._journal.issue(c.Accept(), contact_id)

    async def decline(self, contact_id: UUID, reason: str) -> None:
        await self._journal.issue(c.Decline(reason), contact_id)

    async def end(self, contact_id: UUID, by: EndedBy = EndedBy.AGENT) -> None:
        await self._journal.issue(c.End(by), contact_id)

    async def note(self, contact_id: UUID, text: str) -> UUID:
        return await self._journal.issue(c.AddNote(text), contact_id)

    async def reply(
        self,
        contact_id: UUID,
        text: str,
        *,
        answers: Sequence[AnswerRef] = (),
        attachments: Sequence[UUID] = (),
        hold_s: int = 10,
        read: int | None = None,
    ) -> UUID:
        """The reply's id. It is on disk when this returns; the contact's draft is emptied.

        `read`: the version that the agent has read; what others did since makes the central refuse it.
        """
        body = c.Reply(text, tuple(answers), tuple(attachments), hold_s)
        return await self._journal.issue(body, contact_id, read=read)

    async def take_back(self, contact_id: UUID, reply_id: UUID) -> None:
        """Not sent yet: it leaves the journal, with the closing that counted on it (told in the notices)."""
        await self._journal.take_back(contact_id, reply_id)

    async def motifs(self, contact_id: UUID, motifs: Sequence[MotifOutcome]) -> None:
        await self._journal.issue(c.SetMotifs(tuple(motifs)), contact_id)

    async def link_usager(self, contact_id: UUID, siren: str) -> None:
        await self._journal.issue(c.LinkUsager(siren), contact_id)

    async def identify(
        self,
        contact_id: UUID,
        checks: Sequence[str],
        passed: bool,
        quality: Quality | None = None,
        representative: str | None = None,
        dialled: str | None = None,
    ) -> None:
        """Recorded at once, shown only when the central has answered: offline it opens nothing."""
        body = c.Identify(tuple(checks), passed, quality, representative, dialled)
        await self._journal.issue(body, contact_id)

    async def park(self, contact_id: UUID, reason: str, until: datetime | None = None) -> None:
        await self._journal.issue(c.Park(reason, until), contact_id)

    async def resume(self, contact_id: UUID) -> None:
        await self._journal.issue(c.Resume(), contact_id)

    async def release(self, contact_id: UUID, reason: str | None = None) -> None:
        await self._journal.issue(c.Release(reason), contact_id)

    async def close(
        self,
        contact_id: UUID,
        motifs: Sequence[MotifOutcome],
        note: str | None = None,
        *,
        read: int | None = None,
    ) -> None:
        """`read`: as for `reply`."""
        await self._journal.issue(c.Close(tuple(motifs), note), contact_id, read=read)

    async def reopen(self, contact_id: UUID) -> None:
        """Take a contact again that this agent closed. Raises `DeskRefused` (`offline`, `too_late`, …)."""
        self._central().must_be_up()
        await self.lists.bring_back(contact_id)
        await self._journal.issue(c.Reopen(), contact_id)

    async def merge(self, contact_id: UUID, into: UUID) -> None:
        """Have a contact go on in another one; what is typed for it goes there too."""
        await self._journal.issue(c.Merge(into), contact_id)

    async def gather(self, contact_id: UUID, other: UUID) -> None:
        """Have another contact, which waits, go on in this one."""
        await self._journal.issue(c.Gather(other), contact_id)

    def draft(self, contact_id: UUID, text: str) -> None:
        """From the key path: never blocks, never raises."""
        self._drafts.typed(contact_id, text)
        self._state = None

    def looked_at(self, contact_id: UUID) -> None:
        """The agent has seen this contact as it stands: no longer unseen, its refusals read."""
        if not _looked_at(self._ledger.model, contact_id).is_empty:
            self._soon(self._apply(lambda model: _looked_at(model, contact_id)))

    def dismiss(self, notice: str) -> None:
        """The agent has read it."""
        notices = self._ledger.model.notices
        if notice in notices:
            notices.remove(notice)
            self._soon(self._forget(notice))
            self._changed()

    async def dossier(
        self, siren: str, *, contact_id: UUID | None = None, reason: str | None = None
    ) -> DossierView:
        """Masked as it came. Without the central: from the cache, else `DeskRefused` (`offline`)."""
        return await self._central().dossier(siren, contact_id, reason)

    async def write_agenda(self, siren: str, dues: Dues, contact_id: UUID | None) -> str:
        """The due dates as an iCalendar file of this workstation; its path. Raises `DeskRefused`."""
        from ccpro_desk.desk.dossiers import write_agenda

        return await asyncio.to_thread(write_agenda, siren, dues, contact_id, self._clock.now())

    async def registry(
        self, siren: str, *, contact_id: UUID | None = None, reason: str | None = None
    ) -> RegistryView:
        """The public part beside the public registry. Raises `DeskRefused` (`offline`), `DeskError`."""
        return await self._central().registry(siren, contact_id, reason)

    async def search_usagers(self, q: str) -> tuple[UsagerHit, ...]:
        return await self._central().search_usagers(q)

    async def attachment(self, attachment_id: UUID) -> bytes:
        return await self._central().attachment(attachment_id)

    async def attach(self, name: str, type_: str, content: bytes) -> UUID:
        """Bring a file to the central, for a reply. Raises `DeskRefused` (`offline`, `too_large`)."""
        return await self._central().attach(name, type_, content)

    async def enclose(self, contact_id: UUID, path: Path) -> AttachmentRef:
        """Join a file to the reply that is being written. Raises `DeskRefused` (`offline`, `too_large`)."""
        return await enclosures.enclose(self._ledger, self._central(), contact_id, path)

    async def remove_enclosure(self, contact_id: UUID, file: UUID) -> None:
        await enclosures.remove(self._ledger, contact_id, file)

    async def words(self) -> tuple[str, ...]:
        """The agent's own dictionary."""
        return tuple(json.loads(await self._ledger.store.meta(_WORDS) or "[]"))

    async def add_word(self, word: str) -> None:
        known = {*await self.words(), word}
        await self._ledger.store.put_meta(_WORDS, json.dumps(sorted(known)))

    def _central(self) -> Online:
        if self._online is None:
            raise DeskRefused("offline", "Le poste n'a pas fini de démarrer.", "Recommencez dans un instant.")
        return self._online

    def _link(self) -> Link:
        link = self._line.link
        if self._online is None and self._session.signed_in:
            return replace(link, kind=LinkKind.RECONNECTING)
        return link

    def _needs(self) -> Needs:
        expired = self._line.link.kind is LinkKind.EXPIRED
        return Needs.SIGN_IN if expired else self._session.needs

    def _changed(self) -> None:
        """Tell the listeners once for all that changes before the loop comes round."""
        self._state = None
        if self._told or not self._listeners:
            return
        try:
            asyncio.get_running_loop().call_soon(self._tell)
        except RuntimeError:
            return
        self._told = True

    def _tell(self) -> None:
        self._told = False
        for listener in tuple(self._listeners):
            listener(self.state)
        self._reminders.plan(self.state)

    async def _apply(self, build: Callable[[Model], Change]) -> None:
        await self._ledger.apply(build)

    async def _forget(self, notice: str) -> None:
        await self._ledger.store.forget_notice(notice)

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it behind the screen's back; a full disk is told."""

        async def run() -> None:
            try:
                await work
            except StoreProblem:
                with suppress(StoreProblem):
                    self._ledger.tell(DISK)

        task = asyncio.create_task(run())
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def _looked_at(model: Model, contact_id: UUID) -> Change:
    held = model.contacts.get(contact_id)
    if held is None:
        return Change()
    behind = held.seen_version < held.view.version
    unread = tuple(replace(entry, seen=True) for entry in model.of(contact_id) if not entry.seen)
    return Change(entries=unread, contacts=(replace(held, seen_version=held.view.version),) if behind else ())
