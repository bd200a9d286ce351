"""Brings mails to the central one by one: a bad one is said and left, the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256

from ccpro_desk.connectors.client import CentralClient
from ccpro_desk.connectors.errors import Refused
from ccpro_desk.connectors.mail import bounces
from ccpro_desk.connectors.mail.claims import Claims
from ccpro_desk.connectors.mail.intake import Settings, body, fit
from ccpro_desk.connectors.mail.model import IncomingMail, Kind, MailRefused
from ccpro_desk.connectors.mail.parse import parse
from ccpro_desk.connectors.mail.report import Fate, Line, Report
from ccpro_desk.connectors.mail.sources import Source
from ccpro_desk.domain.clock import Clock


class Importer:
    """One run: what it met of each external id, and its report."""

    def __init__(self, client: CentralClient, clock: Clock, settings: Settings, claims: Claims) -> None:
        self._client, self._clock, self._settings, self._claims = client, clock, settings, claims
        self._seen: dict[str, bytes] = {}
        self.report = Report()

    async def run(self, mails: Iterable[Source], tell: Callable[[Line], None]) -> Report:
        """Brings all `mails`, telling each result. Raises `CentralError` when the central itself fails."""
        for name, content in mails:
            line = await self._one(name, content)
            self.report.lines.append(line)
            tell(line)
        return self.report

    async def _one(self, name: str, content: bytes | MailRefused) -> Line:
        if isinstance(content, MailRefused):
            return Line(name, Fate.REFUSED, (str(content),))
        try:
            mail = parse(content, now=self._clock.now())
        except MailRefused as refusal:
            return Line(name, Fate.REFUSED, (str(refusal),))
        if mail.kind is Kind.BOUNCE and mail.bounce:
            told = await bounces.tell(self._client, self._claims, mail.bounce)
            return Line(name, Fate.BOUNCE, told, external_id=mail.external_id)
        if mail.kind is not Kind.CONTACT:
            return Line(name, Fate.AUTO, external_id=mail.external_id)
        return await self._bring(name, fit(mail), sha256(content).digest())

    async def _bring(self, name: str, mail: IncomingMail, digest: bytes) -> Line:
        other = self._seen.setdefault(mail.external_id, digest) != digest
        try:
            brought = await self._client.bring(body(mail, self._settings))
        except Refused as refusal:
            return Line(name, Fate.REFUSED, (f"le central : {refusal}",), external_id=mail.external_id)
        fate = Fate.IMPORTED if brought.created else Fate.APPENDED if brought.appended else Fate.KNOWN
        notes = mail.notes
        if other:
            notes = (*notes, "même Message-ID qu'un autre courriel, contenu différent : le premier reste")
            fate = Fate.KNOWN
        return Line(name, fate, notes, brought.contact_id or None, mail.external_id)
