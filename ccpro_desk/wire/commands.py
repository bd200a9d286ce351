"""The envelope of `POST /v1/commands`: each command is read alone, so that a bad one spoils no other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from annotated_types import MaxLen, MinLen

from ccpro_desk.domain.bounds import Moment
from ccpro_desk.domain.commands import COMMANDS, Command
from ccpro_desk.domain.values import STRICT
from ccpro_desk.wire.codec import Malformed, adapter, dumps, fingerprint, parse


@dataclass(frozen=True, slots=True)
class Envelope:
    """A command as it comes: its body still raw."""

    __pydantic_config__ = STRICT
    id: UUID
    type: str
    issued_at: Moment
    body: dict[str, Any]
    contact_id: UUID | None = None
    lease_token: UUID | None = None
    base_version: int | None = None


@dataclass(frozen=True, slots=True)
class _Head:
    """What a command must have to be answered at all."""

    id: UUID
    type: str


@dataclass(frozen=True, slots=True)
class _Batch:
    __pydantic_config__ = STRICT
    commands: Annotated[list[Any], MinLen(1), MaxLen(100)]


@dataclass(frozen=True, slots=True)
class Parsed:
    """One command of a batch: `command`, or `fault`, the sentence that says why it is `invalid`."""

    id: UUID
    content: bytes
    """SHA-256 of type, contact_id, base_version and body."""
    contact_id: UUID | None
    type: str
    command: Command | None
    fault: str | None = None


def parse_batch(raw: bytes) -> list[Parsed]:
    """The commands of a batch, in order. Raises `Malformed` when it is no batch at all."""
    items = parse(_Batch, raw).commands
    heads = [parse(_Head, _text(item)) for item in items]
    return [_parse_one(head, item) for head, item in zip(heads, items, strict=True)]


def _parse_one(head: _Head, item: dict[str, Any]) -> Parsed:
    content = fingerprint(head.type, item.get("contact_id"), item.get("base_version"), item.get("body"))
    try:
        command, fault = _command(item), None
    except Malformed as error:
        command, fault = None, str(error)
    return Parsed(head.id, content, _contact_id(item), head.type, command, fault)


def _command(item: dict[str, Any]) -> Command:
    envelope = parse(Envelope, _text(item))
    kind = COMMANDS.get(envelope.type)
    if kind is None:
        raise Malformed(f"Commande inconnue : « {envelope.type[:100]} ».")
    if kind.needs_contact and envelope.contact_id is None:
        raise Malformed("Champ « contact_id » : il manque.")
    body = parse(kind, _text(envelope.body))
    return Command(
        envelope.id,
        body,
        envelope.issued_at,
        envelope.contact_id,
        envelope.lease_token,
        envelope.base_version,
    )


def _text(value: object) -> str:
    return dumps(value).decode()


def _contact_id(item: dict[str, Any]) -> UUID | None:
    try:
        return UUID(str(item.get("contact_id")))
    except ValueError:
        return None


def envelope(command: Command) -> dict[str, Any]:
    """A command as JSON values: what a desk journals and sends."""
    body = adapter(type(command.body)).dump_python(command.body, mode="json")
    sent: dict[str, Any] = {
        "id": str(command.id),
        "type": command.type,
        "issued_at": command.issued_at.isoformat(),
        "body": {key: value for key, value in body.items() if value is not None},
    }
    if command.contact_id is not None:
        sent["contact_id"] = str(command.contact_id)
    if command.lease_token is not None:
        sent["lease_token"] = str(command.lease_token)
    if command.base_version is not None:
        sent["base_version"] = command.base_version
    return sent
