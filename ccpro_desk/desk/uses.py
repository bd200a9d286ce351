"""How often this agent took each answer: counted in this workstation's store, told to nobody."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ccpro_desk.desk.ledger import Ledger


class Uses:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def counts(self) -> Mapping[str, int]:
        """Answer id → times; empty when nobody is signed in."""
        row = self._row
        return json.loads(await self._ledger.store.meta(row) or "{}") if row else {}

    async def took(self, answer: str) -> None:
        """Count one more."""
        if row := self._row:
            counts = dict(await self.counts())
            counts[answer] = counts.get(answer, 0) + 1
            await self._ledger.store.put_meta(row, json.dumps(counts, sort_keys=True))

    @property
    def _row(self) -> str | None:
        """Each agent's own: a workstation may be another one's tomorrow."""
        agent = self._ledger.model.agent
        return f"answers_used:{agent.id}" if agent else None
