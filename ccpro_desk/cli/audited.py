"""What somebody does from the shell stands in the audit, under the name of their system account."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ccpro_desk.central.audit.sealer import seal_all
from ccpro_desk.central.handle.changes import audit
from ccpro_desk.central.store.values import Change
from ccpro_desk.domain.clock import SystemClock

if TYPE_CHECKING:
    from ccpro_desk.central.store.port import Store


async def audited(store: Store, action: str, about: str, detail: Mapping[str, Any] | None = None) -> None:
    """One line, sealed at once: no central may be serving. Raises `StoreError`."""
    now = SystemClock().now()
    entry = audit(now, None, action, about, {"by": getpass.getuser(), **(detail or {})})
    await store.write(Change(audit=(entry,)))
    await seal_all(store, now)
