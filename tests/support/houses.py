"""The same few things done to a central in memory and to a real one: what a shift needs from outside."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from pathlib import Path
from uuid import UUID

import httpx

from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.domain.values import Sending
from tests.support.cable import Cable
from tests.support.desks import FAST
from tests.support.scripted_central import ScriptedCentral
from tests.support.served import PASSWORD, Served


class House(ABC):
    password: str
    address: str
    cable: Cable

    def settings(self, folder: Path) -> DeskSettings:
        """Of a workstation whose only way to the central is the cable."""
        key = folder / "store.key"
        return DeskSettings(self.address, folder / "state", key_file=key, pace=FAST, transport=self.cable)

    @abstractmethod
    async def bring(self, subject: str) -> UUID:
        """An e-mail arrives."""

    @abstractmethod
    async def usager_writes(self, contact_id: UUID) -> None: ...

    @abstractmethod
    async def send_all(self) -> list[str]:
        """What may go is sent; the texts."""

    @abstractmethod
    async def cut(self) -> None:
        """The central is out of reach."""

    @abstractmethod
    async def mend(self) -> None: ...


class ScriptedHouse(House):
    def __init__(self, central: ScriptedCentral) -> None:
        self.central = central
        self.password = central.password
        self.address = "http://central.example"
        self.cable = Cable(central)

    async def bring(self, subject: str) -> UUID:
        return self.central.bring(subject)

    async def usager_writes(self, contact_id: UUID) -> None:
        self.central.usager_writes(contact_id)

    async def send_all(self) -> list[str]:
        texts = []
        for contact in tuple(self.central.contacts.values()):
            for message in contact.messages:
                if message.status is Sending.QUEUED:
                    self.central.sent(contact.id, message.id)
                    texts.append(message.text)
        return texts

    async def cut(self) -> None:
        self.cable.cut()

    async def mend(self) -> None:
        self.cable.mend()


class ServedHouse(House):
    def __init__(self, served: Served) -> None:
        self.served = served
        self.password = PASSWORD
        self.address = served.central
        self.cable = Cable(httpx.AsyncHTTPTransport(uds=str(served.socket)))
        self._threads: dict[UUID, str] = {}

    async def bring(self, subject: str) -> UUID:
        thread = f"fil-{len(self._threads)}"
        brought = await self.served.bring(subject, thread_id=thread)
        self._threads[brought] = thread
        return brought

    async def usager_writes(self, contact_id: UUID) -> None:
        await self.served.bring("Re", thread_id=self._threads[contact_id], body="J'ajoute une pièce.")

    async def send_all(self) -> list[str]:
        return [item["text"] for item in await self.served.send_all()]

    async def cut(self) -> None:
        await asyncio.to_thread(self.served.stop)

    async def mend(self) -> None:
        await asyncio.to_thread(self.served.start)
