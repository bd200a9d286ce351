"""What is asked of the real central there and then: dossiers, usagers, the queue, attachments."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.lists import QueueFilter
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import DeskContact, LinkKind
from ccpro_desk.domain.values import Status
from tests.support.desks import FAST, settled, stopping, until
from tests.support.served import PASSWORD, Served, serving

SIREN_FORM = 9
REASON = "Vérification demandée par le responsable du plateau."


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path}/central.db") as central:
        yield central


@pytest.fixture
async def desk(served: Served, tmp_path: Path) -> AsyncIterator[Desk]:
    key = tmp_path / "store.key"
    async with stopping(
        Desk.open(DeskSettings(served.central, tmp_path / "state", key_file=key, pace=FAST))
    ) as opened:
        await opened.start()
        await opened.sign_in("agent1", PASSWORD)
        await opened.set_status(Status.AVAILABLE)
        await until(opened, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date")
        yield opened


@pytest.fixture
async def held(desk: Desk, served: Served) -> DeskContact:
    await served.bring("Attestation de régularité")
    taken = await desk.next()
    assert taken is not None
    return taken


async def test_a_dossier_comes_masked_at_the_contacts_level(desk: Desk, held: DeskContact) -> None:
    hit = (await desk.search_usagers("sarl"))[0]
    assert len(hit.siren) == SIREN_FORM
    with pytest.raises(DeskRefused) as refused:
        await desk.dossier(hit.siren, contact_id=held.id)
    assert refused.value.code == "forbidden"
    await desk.link_usager(held.id, hit.siren)
    await settled(desk)
    linked = desk.state.contact(held.id)
    assert linked is not None and linked.view.usager is not None and linked.view.usager.name == hit.name
    dossier = await desk.dossier(hit.siren, contact_id=held.id)
    assert (dossier.siren, dossier.level) == (hit.siren, 0) and "claims" in dossier.masked
    opened = await desk.dossier(hit.siren, reason=REASON)
    assert opened.level == 1 and "claims" not in opened.masked


async def test_a_cached_dossier_is_there_without_the_central_and_its_reading_is_told(
    desk: Desk, held: DeskContact, served: Served
) -> None:
    hit = (await desk.search_usagers("sarl"))[0]
    await desk.link_usager(held.id, hit.siren)
    await settled(desk)
    online = await desk.dossier(hit.siren, contact_id=held.id)
    served.kill()
    await until(desk, lambda state: state.link.kind is LinkKind.OFFLINE, "offline")
    assert await desk.dossier(hit.siren, contact_id=held.id) == online
    with pytest.raises(DeskRefused) as refused:
        await desk.dossier(hit.siren, reason=REASON)
    assert refused.value.code == "offline"
    assert len(await desk._ledger.store.accesses()) == 1
    served.start()
    await until(desk, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date")


async def test_the_queue_names_nobody(desk: Desk, served: Served) -> None:
    await served.bring("Création de l'espace professionnel")
    (waiting,) = (await desk.lists.queue(QueueFilter())).items
    assert waiting.subject and waiting.who is None


async def test_a_file_goes_with_a_reply(desk: Desk, held: DeskContact, served: Served) -> None:
    attached = await desk.attach("attestation.pdf", "application/pdf", b"%PDF-1.7 contenu")
    await desk.reply(held.id, "Voici votre attestation.", attachments=[attached], hold_s=0)
    await settled(desk)
    (sent,) = await served.send_all()
    assert [(a["id"], a["name"]) for a in sent["attachments"]] == [(str(attached), "attestation.pdf")]
    assert await desk.attachment(attached) == b"%PDF-1.7 contenu"
