"""The public registry of enterprises (« recherche-entreprises » API, v1.0.0): asked for one SIREN at a time.

Only asked when an operator has set its address. At most `per_s` requests a second over all processes; after a
429 nobody asks before its `Retry-After`; an answer is kept for a day. It writes nothing.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

from ccpro_desk import trust
from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.settings import RegistrySettings
from ccpro_desk.domain.clock import Clock
from ccpro_desk.domain.registry import Entry
from ccpro_desk.domain.text import clean
from ccpro_desk.wire.problems import ProblemCode

if TYPE_CHECKING:
    import httpx

_TIMEOUT_S = 5
_LONGEST_WAIT_S = 3
"""In our own line, before the caller is told to come back."""
_BACK_OFF_S = 5
"""After a 429 that does not say how long."""
_KEPT = timedelta(days=1)
_REMEMBERED = 5_000
_LARGEST = 1_000_000
"""Bytes of an answer about one enterprise."""
_AGENT = "ccpro-desk (comparaison du registre public)"
SILENT = "Le registre public ne répond pas : réessayez plus tard. Le dossier n'a pas changé."
UNREADABLE = "La réponse du registre public est illisible. Le dossier n'a pas changé."
BUSY = "Le registre public est très demandé : réessayez dans {seconds} s."
OFF = "La consultation du registre public n'est pas activée sur ce centre."


def _client() -> httpx.AsyncClient:
    import httpx

    return httpx.AsyncClient(timeout=_TIMEOUT_S, follow_redirects=False, verify=trust.context())


class Registry:
    """Raises `ProblemError`: `not_found` when switched off, `unavailable` for whatever goes wrong there."""

    def __init__(
        self,
        settings: RegistrySettings | None,
        clock: Clock,
        client: Callable[[], httpx.AsyncClient] = _client,
        ticks: Callable[[], float] = monotonic,
    ) -> None:
        self._settings, self._clock, self._client, self._ticks = settings, clock, client, ticks
        self._kept: OrderedDict[str, tuple[datetime, Entry | None]] = OrderedDict()
        self._free_at = 0.0
        """When the next request may leave."""

    async def entry(self, siren: str) -> tuple[Entry | None, datetime]:
        """What the registry publishes, and when it said so; none: it publishes nothing of this SIREN."""
        if self._settings is None:
            raise ProblemError(ProblemCode.NOT_FOUND, OFF)
        kept = self._kept.get(siren)
        if kept is not None and self._clock.now() - kept[0] < _KEPT:
            return kept[1], kept[0]
        await self.turn()
        entry, at = await self._asked(self._settings, siren), self._clock.now()
        self._kept[siren] = (at, entry)
        self._kept.move_to_end(siren)
        if len(self._kept) > _REMEMBERED:
            self._kept.popitem(last=False)
        return entry, at

    async def turn(self, within_s: float = _LONGEST_WAIT_S) -> None:
        """Wait for this process's turn: its share of the requests a second, one after the other."""
        settings = self._settings
        assert settings is not None
        now = self._ticks()
        wait = max(0.0, self._free_at - now)
        if wait > within_s:
            raise _busy(wait)
        self._free_at = now + wait + settings.processes / settings.per_s
        if wait:
            await asyncio.sleep(wait)

    async def _asked(self, settings: RegistrySettings, siren: str) -> Entry | None:
        import httpx

        asked = {"q": siren, "minimal": "true", "include": "siege,dirigeants,tva", "per_page": "1"}
        try:
            async with self._client() as http:
                answer = await http.get(
                    f"{settings.url}/search", params=asked, headers={"User-Agent": _AGENT}
                )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ProblemError(ProblemCode.UNAVAILABLE, SILENT, retry_after=30) from error
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            seconds = _seconds(answer.headers.get("Retry-After"))
            self._free_at = max(self._free_at, self._ticks() + seconds)
            raise _busy(seconds)
        if answer.status_code == httpx.codes.BAD_REQUEST:
            raise ProblemError(ProblemCode.UNAVAILABLE, _refused(answer.content))
        if answer.status_code != httpx.codes.OK:
            raise ProblemError(ProblemCode.UNAVAILABLE, SILENT, retry_after=30)
        return read_answer(answer.content, siren)


def read_answer(raw: bytes, siren: str) -> Entry | None:
    """The entry of this SIREN in a page of results. Raises `ProblemError` (`unavailable`)."""
    try:
        if len(raw) > _LARGEST:
            raise ValueError("too large")
        results = json.loads(raw)["results"]
        found = next((one for one in results if one["siren"] == siren), None)
        return _entry(found) if found is not None else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ProblemError(ProblemCode.UNAVAILABLE, UNREADABLE) from error


def _entry(found: dict[str, Any]) -> Entry:
    seat = found.get("siege") or {}
    signs = seat.get("liste_enseignes") or []
    vat = found.get("tva") or []
    directors = found.get("dirigeants")
    return Entry(
        siren=str(found["siren"]),
        name=_line(found.get("nom_raison_sociale") or found.get("nom_complet")),
        acronym=_line(found.get("sigle")),
        usual_name=_line(seat.get("nom_commercial") or (signs[0] if signs else None)),
        legal=_line(found.get("nature_juridique")),
        naf=_line(found.get("activite_principale")),
        naf25=_line(found.get("activite_principale_naf25")),
        state=_line(found.get("etat_administratif")),
        diffusion=_line(found.get("statut_diffusion")),
        staff=_line(found.get("tranche_effectif_salarie")),
        created_on=_day(found.get("date_creation")),
        ceased_on=_day(found.get("date_fermeture")),
        siret=_line(seat.get("siret")),
        vat=_line(vat[0] if vat else None),
        address=_line(seat.get("adresse")),
        city=_line(seat.get("libelle_commune")),
        directors=tuple(map(_director, directors)) if directors is not None else None,
    )


def _director(person: dict[str, Any]) -> str:
    """A person's name or a firm's; neither birth dates nor nationalities are kept."""
    name = person.get("denomination") or f"{person.get('prenoms') or ''} {person.get('nom') or ''}"
    return _line(name) or ""


def _line(value: object) -> str | None:
    """Untrusted text on one line; none: nothing there."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError("a text is expected")
    return clean(value, keep_newlines=False)[:300].strip() or None


def _day(value: object) -> date | None:
    line = _line(value)
    return date.fromisoformat(line[:10]) if line else None


def _refused(raw: bytes) -> str:
    """The registry's own sentence (`{erreur}`), if there is one."""
    try:
        said = _line(json.loads(raw)["erreur"])
    except (ValueError, KeyError, TypeError, RecursionError):
        said = None
    return f"Le registre public a refusé la demande : {said}" if said else UNREADABLE


def _seconds(header: str | None) -> float:
    """`Retry-After` in seconds; a date, or nothing, counts as a few."""
    return float(header) if header is not None and header.isascii() and header.isdigit() else _BACK_OFF_S


def _busy(wait: float) -> ProblemError:
    seconds = int(min(max(1.0, wait + 0.999), 3_600))
    return ProblemError(ProblemCode.UNAVAILABLE, BUSY.format(seconds=seconds), retry_after=seconds)
