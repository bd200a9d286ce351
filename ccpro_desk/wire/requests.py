"""Bodies of requests, strict: no unknown field, no conversion of types."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from annotated_types import Ge, MaxLen, MinLen, Predicate

from ccpro_desk.domain.bounds import Moment, Siren
from ccpro_desk.domain.identification import Assurance
from ccpro_desk.domain.values import STRICT, Channel

ShortText = Annotated[str, MaxLen(2_000)]
Base64 = Annotated[str, Predicate(str.isascii)]


@dataclass(frozen=True, slots=True)
class PasswordSignIn:
    __pydantic_config__ = STRICT
    login: Annotated[str, MinLen(1), MaxLen(200)]
    password: Annotated[str, MinLen(1), MaxLen(1_000)]
    desk: UUID | None = None


@dataclass(frozen=True, slots=True)
class CodeSignIn:
    """What a sign-on portal gave a desk: OpenID Connect, authorization code and PKCE (RFC 7636, RFC 8252)."""

    __pydantic_config__ = STRICT
    code: Annotated[str, MinLen(1), MaxLen(4_000)]
    code_verifier: Annotated[str, MinLen(43), MaxLen(128)]
    redirect_uri: Annotated[str, MinLen(1), MaxLen(200)]
    nonce: Annotated[str, MinLen(16), MaxLen(200)]
    desk: UUID | None = None


@dataclass(frozen=True, slots=True)
class DeskPlace:
    """Where the agent is at their workstation: what they find again on another one."""

    __pydantic_config__ = STRICT
    contact_id: UUID
    pane: Annotated[str, Predicate(lambda pane: pane in PANES)] = "message"
    caret: Annotated[int, Ge(0)] = 0
    """Characters of the draft before it."""


PANES = frozenset({"contacts", "message", "reply", "dossier"})


@dataclass(frozen=True, slots=True)
class Alive:
    __pydantic_config__ = STRICT
    position: str
    place: DeskPlace | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    __pydantic_config__ = STRICT
    name: ShortText | None = None
    address: ShortText | None = None
    number: ShortText | None = None
    assurance: Assurance = Assurance.NONE


@dataclass(frozen=True, slots=True)
class Called:
    """The line that the usager dialled, and the SIE that forwards it."""

    __pydantic_config__ = STRICT
    number: ShortText
    sie: ShortText | None = None


@dataclass(frozen=True, slots=True)
class NewAttachment:
    __pydantic_config__ = STRICT
    name: Annotated[str, MinLen(1), MaxLen(2_000)]
    type: Annotated[str, MinLen(1), MaxLen(300)]
    content_base64: Base64


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What is to be made, of what."""

    __pydantic_config__ = STRICT
    kind: Annotated[str, MinLen(1), MaxLen(100)]
    """A kind of `data/letters/letters.toml`."""
    contact_id: UUID
    about: UUID
    """The act, appointment, referral or reply that it tells of."""


@dataclass(frozen=True, slots=True)
class Intake:
    """A connector brings a contact, or a further message of one."""

    __pydantic_config__ = STRICT
    channel: Channel
    external_id: Annotated[str, MinLen(1), MaxLen(1_000)]
    received_at: Moment
    sender: Sender
    subject: ShortText | None = None
    body: Annotated[str, MaxLen(5_000_000)] | None = None
    called: Called | None = None
    siren: Siren | None = None
    department: Annotated[str, MaxLen(3), Predicate(str.isalnum)] | None = None
    thread_id: ShortText | None = None
    in_reply_to: ShortText | None = None
    attachments: Annotated[tuple[NewAttachment, ...], MaxLen(500)] = field(default=())


@dataclass(frozen=True, slots=True)
class Next:
    __pydantic_config__ = STRICT
    channels: Annotated[tuple[Channel, ...], MinLen(1)] | None = None


@dataclass(frozen=True, slots=True)
class OutboxReport:
    __pydantic_config__ = STRICT
    claim: UUID
    status: Annotated[str, Predicate(lambda s: s in ("sent", "failed", "bounced"))]
    detail: Annotated[str, MaxLen(2_000)] | None = None
