"""A usager's public part beside the public registry: opened as the file is, audited, and nothing written."""

from __future__ import annotations

from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.changes import audit
from ccpro_desk.central.handle.dossiers import opened
from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.registry import Registry
from ccpro_desk.central.store.values import Change
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.registry import compare
from ccpro_desk.domain.usager import masked_fields
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.registry import ComparedView, RegistryView


async def compared(
    home: Home, registry: Registry, reader: Agent, siren: str, contact_id: UUID | None, reason: str | None
) -> RegistryView:
    """Raises `forbidden`, `invalid`, `not_found` (also where the registry is not asked), `unavailable`."""
    level, detail = await opened(home, reader, siren, contact_id, reason)
    found = await home.store.usager(siren)
    if found is None:
        raise ProblemError(ProblemCode.NOT_FOUND, "Aucun dossier ne porte ce SIREN.")
    entry, at = await registry.entry(siren)
    line = audit(home.now, reader.id, "registry.read", f"usager/{siren}", {**detail, "level": level})
    await home.store.write(Change(audit=(line,)))
    if entry is None:
        return RegistryView(siren, at, found=False)
    rows = compare(found.usager, entry, masked_fields(level, found.usager.diffusion))
    views = tuple(ComparedView(row.field, row.differs, row.ours, row.theirs) for row in rows)
    return RegistryView(siren, at, found=True, fields=views)
