"""Files that an agent joins to a reply: brought to the central at once, then kept with the draft."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.ledger import Ledger
from ccpro_desk.desk.model import Change, Enclosed, Model
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import AttachmentRef

if TYPE_CHECKING:
    from ccpro_desk.desk.online import Online

LARGEST = 25 * 1024 * 1024
"""Bytes: the contract's."""
MOST = 20
"""Files of one reply."""
_NAME = 200
_OFFLINE = DeskRefused(
    "offline",
    "Hors connexion : une pièce ne peut pas être jointe.",
    "Votre texte est conservé ; joignez-la au retour du centre.",
)


async def enclose(ledger: Ledger, central: Online, contact_id: UUID, path: Path) -> AttachmentRef:
    """Raises `DeskRefused`: `offline`, `too_large`, `invalid` (not a file that can be read)."""
    _must_have_room(ledger, contact_id)
    content = await asyncio.to_thread(_read, path)
    name = clean(path.name, keep_newlines=False)[-_NAME:] or "fichier"
    kind = _type(name)
    ref = AttachmentRef(await _bring(central, name, kind, content), name, kind, len(content))
    await ledger.apply(lambda model: _with(model, contact_id, ref))
    return ref


async def enclose_kept(ledger: Ledger, contact_id: UUID, ref: AttachmentRef) -> None:
    """A file that the central has already; joined once. Raises `DeskRefused` (`invalid`)."""
    if ref.id in {each.id for each in ledger.model.enclosed.get(contact_id, ())}:
        return
    _must_have_room(ledger, contact_id)
    await ledger.apply(lambda model: _with(model, contact_id, ref))


def _must_have_room(ledger: Ledger, contact_id: UUID) -> None:
    if len(ledger.model.enclosed.get(contact_id, ())) >= MOST:
        raise DeskRefused("invalid", f"Une réponse porte au plus {MOST} fichiers.", "Retirez-en un.")


async def remove(ledger: Ledger, contact_id: UUID, file: UUID) -> None:
    def build(model: Model) -> Change:
        left = tuple(ref for ref in model.enclosed.get(contact_id, ()) if ref.id != file)
        return Change(enclosed=(Enclosed(contact_id, left),))

    await ledger.apply(build)


async def _bring(central: Online, name: str, kind: str, content: bytes) -> UUID:
    try:
        central.must_be_up()
        return await central.attach(name, kind, content)
    except DeskRefused as refused:
        raise (_OFFLINE if refused.code == "offline" else refused) from refused


def _type(name: str) -> str:
    import mimetypes

    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _with(model: Model, contact_id: UUID, ref: AttachmentRef) -> Change:
    return Change(enclosed=(Enclosed(contact_id, (*model.enclosed.get(contact_id, ()), ref)),))


def _read(path: Path) -> bytes:
    """The file's bytes. Never blocks on a pipe or a device, and reads no more than may be sent."""
    try:
        content = _content(path)
    except OSError as error:
        why = "Ce fichier ne peut pas être lu : il n'est pas joint."
        raise DeskRefused("invalid", why, "Vérifiez son nom et vos droits.") from error
    if not content:
        raise DeskRefused("invalid", "Ce fichier est vide : il n'est pas joint.")
    if len(content) > LARGEST:
        heavy = "Ce fichier dépasse 25\u00a0Mo : il n'est pas joint."
        raise DeskRefused("too_large", heavy, "Joignez-en une version plus légère.")
    return content


def _content(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise DeskRefused("invalid", "Ce n'est pas un fichier : rien n'est joint.", "Choisissez-en un.")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(LARGEST + 1)
    finally:
        os.close(descriptor)
