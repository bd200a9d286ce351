"""`Desk`: everything that an agent can do at a workstation, as use cases, and the state that screens show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import DeskContact, DeskState
from ccpro_desk.domain.values import AnswerRef, EndedBy, MotifOutcome, Status

if TYPE_CHECKING:
    from ccpro_desk.desk.keys import Keys
    from ccpro_desk.wire.views import ContactView, DossierView, UsagerHit


class Desk:
    """Use cases return when the command is durable in the local journal; `state` tells what becomes of it."""

    state: DeskState

    @classmethod
    def open(cls, settings: DeskSettings, keys: Keys | None = None) -> Desk:
        """Open the local store and read the contacts: sync and fast. Raises `StoreProblem`, `KeyProblem`.

        `keys`: what `find_keys(settings)` gave (call it in a thread started before `import textual`: the system
        keyring is slow to import); none: it is called here. With `settings.key_file` no keyring is imported.
        """
        raise NotImplementedError

    def subscribe(self, on_change: Callable[[DeskState], None]) -> Callable[[], None]:
        """Have `on_change` called on the event loop, coalesced; the answer ends it."""
        raise NotImplementedError

    async def start(self) -> None:
        """Resume the session, begin to push, follow and say that we are alive. Returns at once."""
        raise NotImplementedError

    async def stop(self) -> None:
        """Write what is typed, end the tasks, close the store."""
        raise NotImplementedError

    async def unlock(self, passphrase: str) -> None:
        """Without a keyring: open (or first choose) the store's key. Raises `WrongPassphrase`, `StoreProblem`."""
        raise NotImplementedError

    async def sign_in(self, login: str, password: str) -> None:
        """Raises `SignInRefused`, `CentralUnreachable`, `StoreProblem`."""
        raise NotImplementedError

    async def sign_out(self) -> None:
        """End of service: the session ends, the store keeps what is unsent and seven days of what was acknowledged."""
        raise NotImplementedError

    async def next(self) -> DeskContact | None:
        """The next contact; none when nothing suits. Raises `DeskRefused` (`offline`, `not_available`, `capacity`)."""
        raise NotImplementedError

    async def set_status(self, status: Status, *, after_current: bool = False) -> None:
        raise NotImplementedError

    async def accept(self, contact_id: UUID) -> None:
        raise NotImplementedError

    async def decline(self, contact_id: UUID, reason: str) -> None:
        raise NotImplementedError

    async def end(self, contact_id: UUID, by: EndedBy = EndedBy.AGENT) -> None:
        raise NotImplementedError

    async def note(self, contact_id: UUID, text: str) -> UUID:
        raise NotImplementedError

    async def reply(
        self,
        contact_id: UUID,
        text: str,
        *,
        answers: Sequence[AnswerRef] = (),
        attachments: Sequence[UUID] = (),
        hold_s: int = 10,
    ) -> UUID:
        """The reply's id. It is on disk when this returns; the contact's draft is emptied."""
        raise NotImplementedError

    async def take_back(self, contact_id: UUID, reply_id: UUID) -> None:
        """Not pushed yet: it leaves the journal, with what depended on it (told in the notices)."""
        raise NotImplementedError

    async def motifs(self, contact_id: UUID, motifs: Sequence[MotifOutcome]) -> None:
        raise NotImplementedError

    async def link_usager(self, contact_id: UUID, siren: str) -> None:
        raise NotImplementedError

    async def identify(self, contact_id: UUID, checks: Sequence[str], passed: bool) -> None:
        raise NotImplementedError

    async def park(self, contact_id: UUID, reason: str, until: datetime | None = None) -> None:
        raise NotImplementedError

    async def resume(self, contact_id: UUID) -> None:
        raise NotImplementedError

    async def release(self, contact_id: UUID, reason: str | None = None) -> None:
        raise NotImplementedError

    async def close(self, contact_id: UUID, motifs: Sequence[MotifOutcome], note: str | None = None) -> None:
        raise NotImplementedError

    def draft(self, contact_id: UUID, text: str) -> None:
        """From the key path: never blocks, never raises."""
        raise NotImplementedError

    def looked_at(self, contact_id: UUID) -> None:
        """The agent has seen this contact as it stands: no longer unseen, its refusals read."""
        raise NotImplementedError

    def dismiss(self, notice: str) -> None:
        raise NotImplementedError

    async def dossier(self, siren: str, *, contact_id: UUID | None = None, reason: str | None = None) -> DossierView:
        """Masked as it came. Without the central: from the cache, else `DeskRefused` (`offline`)."""
        raise NotImplementedError

    async def search_usagers(self, q: str) -> tuple[UsagerHit, ...]:
        raise NotImplementedError

    async def queue(self) -> tuple[ContactView, ...]:
        """What waits in the centre, without names."""
        raise NotImplementedError

    async def attachment(self, attachment_id: UUID) -> bytes:
        raise NotImplementedError

    async def attach(self, name: str, type_: str, content: bytes) -> UUID:
        """Bring a file to the central, for a reply. Raises `DeskRefused` (`offline`, `too_large`)."""
        raise NotImplementedError
