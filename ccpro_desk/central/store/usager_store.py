"""Usagers in the store: brought by imports, read page by page, searched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ccpro_desk.central.store.engine import Engine
from ccpro_desk.central.store.rows import Row, decoded
from ccpro_desk.central.store.usager_port import Hit
from ccpro_desk.central.store.usager_query import (
    EXACT,
    IN_NAME,
    MOST,
    NAMED,
    NEAR,
    NUMBERED,
    hit_of,
    near_of,
    ranked,
    text_query,
    whole_query,
)
from ccpro_desk.central.store.usager_rows import (
    Vocabulary,
    document_of,
    known_usagers,
    pages_of,
    spelled,
    stored_usager,
    usager_row,
)
from ccpro_desk.central.store.values import StoredUsager
from ccpro_desk.domain.delivery import Change, Delivery, Known, merged
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.near_words import is_spelled, spelling_keys
from ccpro_desk.domain.usager_words import Wanted

_WRITTEN = frozenset({Change.ADDED, Change.REPLACED, Change.CONFIRMED})
Place = tuple[str, str]
"""The (rank, SIREN) of a hit."""


class SqlUsagers:
    """The usagers' part of `SqlStore`."""

    _engine: Engine
    _vocabulary: Vocabulary

    # -- import

    async def import_usagers(self, deliveries: Iterable[Delivery], now: datetime) -> Counter[Change]:
        chunk, today = list(deliveries), now.astimezone(PARIS).date()
        sirens = list({delivery.usager.siren for delivery in chunk})
        known = known_usagers(await self._engine.bundle("known_usagers", {"sirens": sirens}))
        changes: Counter[Change] = Counter()
        changed: dict[str, dict[str, Any]] = {}
        for delivery in chunk:
            siren = delivery.usager.siren
            after = merged(known.get(siren), delivery, document_of(delivery), today)
            changes[after.change] += 1
            if after.change in _WRITTEN:
                known[siren] = Known(after.document, delivery.as_of or today)
                changed[siren] = usager_row(after.document, delivery, now)
        if changed:
            await self._put(changed, known)
        return changes

    async def _put(self, changed: Mapping[str, dict[str, Any]], known: Mapping[str, Known]) -> None:
        new = self._vocabulary.new(row["words"] for row in changed.values())
        values = {
            "sirens": list(changed),
            "usagers": list(changed.values()),
            "pages": [page for siren in changed for page in pages_of(known[siren].document)],
            "spelled": spelled(new),
        }
        await self._engine.run("put_usagers", values)
        self._vocabulary.add(new)

    # -- reading

    async def usager(self, siren: str) -> StoredUsager | None:
        found = await self._engine.rows("usager", {"siren": siren})
        return stored_usager(found[0]) if found else None

    async def usager_page(self, siren: str, name: str, page: int) -> list[Any]:
        values = {"siren": siren, "name": name, "page": page}
        found = await self._engine.rows("usager_page", values)
        items: list[Any] = decoded(found[0]["items"]) if found else []
        return items

    # -- search

    async def search_usagers(self, asked: Wanted, limit: int, after: Place | None) -> list[Hit]:
        place = after or ("", "")
        if asked.exact is not None:
            found = [hit_of(row, EXACT + row["folded"]) for row in await self._with(asked.exact)]
            return _after(place, found)[:limit]
        hits: list[Hit] = []
        if asked.digits and place[0] <= NUMBERED:
            hits += await self._numbered(asked.digits, limit, place)
        if asked.name and len(hits) < limit and place[0] < IN_NAME:
            hits += await self._named(asked.name, limit - len(hits), place)
        if asked.words and len(hits) < limit:
            hits += _after(place, await self._by_words(asked))
        return hits[:limit]

    async def _numbered(self, digits: str, limit: int, place: Place) -> list[Hit]:
        """Those whose SIREN begins so."""
        values = {"after": max(digits, place[1]), "end": f"{digits}:", "limit": limit}
        return [hit_of(row, NUMBERED) for row in await self._engine.rows("usagers_numbered", values)]

    async def _named(self, name: str, limit: int, place: Place) -> list[Hit]:
        """Those whose name begins so, from one bound only: of two, PostgreSQL may take the lower one."""
        goes_on = place[0].startswith(NAMED)
        values = {
            "end": f"{name}{{",
            "after_name": max(name, place[0][1:]) if goes_on else name,
            "after_siren": place[1] if goes_on else "",
            "limit": limit,
        }
        found = await self._engine.rows("usagers_named", values)
        return [hit_of(row, NAMED + row["folded"]) for row in found]

    async def _by_words(self, asked: Wanted) -> list[Hit]:
        """Those that have all the words; if nobody has, those that have words near to them."""
        found = await self._with(whole_query(asked.words))
        if not found and len(asked.words) > 1:
            found = await self._with(text_query(asked.words))
        if found or not (near := await self._near(asked)):
            return ranked(found, asked)
        nearly = await self._with(text_query(asked.words, near))
        return [hit_of(row, NEAR + row["folded"]) for row in nearly]

    async def _with(self, query: str) -> list[Row]:
        return await self._engine.rows("usagers_worded", {"asked": query, "limit": MOST})

    async def _near(self, asked: Wanted) -> dict[str, list[str]]:
        """By word asked for, the known words that are nearly the same."""
        words = [word for word in asked.words if is_spelled(word)]
        keys = sorted({key for word in words for key in spelling_keys(word)})
        found = await self._engine.rows("words_near", {"keys": keys}) if keys else []
        return near_of(words, (row["word"] for row in found))


def _after(place: Place, hits: list[Hit]) -> list[Hit]:
    return sorted((hit for hit in hits if (hit.rank, hit.siren) > place), key=lambda h: (h.rank, h.siren))
