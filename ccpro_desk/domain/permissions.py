"""Who may do what: one table, read by the central for every call and by the desk to say why not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.values import Role

VALIDATION = "validation"
"""The skill of an agent who may look at colleagues' acts."""
EXPORTS = "actes"
"""The skill of a connector's account that acts are exported by."""


class Right(StrEnum):
    HANDLE = "handle"
    """Take contacts and act on those at hand."""
    NOTE = "note"
    """Leave an internal note on a contact that one may read."""
    LIST_CENTRE = "list_centre"
    """See what waits in one's centre, without names."""
    READ_CENTRE = "read_centre"
    """Read the centre's contacts in full: a supervisor's right."""
    READ_DOSSIER = "read_dossier"
    """Open a dossier for a contact at hand or with a written reason."""
    OWN_STATUS = "own_status"
    BRING = "bring"
    """Bring contacts and attachments in: a connector's right."""
    DELIVER = "deliver"
    """Claim from the outbox and report: a connector's right."""
    APPROVE = "approve"
    """Look at acts that a second person must see. Also an agent's whose account has `VALIDATION`."""
    EXPORT = "export"
    """Take recorded acts over to the services that apply them: a connector's right."""
    MATTERS = "matters"
    """List acts, appointments and referrals: one's own, one's centre's or one's office's."""
    APPOINTMENTS = "appointments"
    """See when offices give appointments."""
    RECEIVE = "receive"
    """See who has an appointment with one's office, and say who came: an officer's right."""
    ANSWER = "answer"
    """Answer what is referred to one's office, and read what it is about: an officer's right."""
    FEED = "feed"


_DESK = frozenset(
    {
        Right.HANDLE,
        Right.NOTE,
        Right.LIST_CENTRE,
        Right.READ_DOSSIER,
        Right.OWN_STATUS,
        Right.APPOINTMENTS,
        Right.MATTERS,
        Right.FEED,
    }
)
_STAFF = frozenset({Right.LIST_CENTRE, Right.OWN_STATUS, Right.FEED})

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.AGENT: _DESK,
        Role.TUTOR: _DESK,
        Role.SUPERVISOR: _DESK | {Right.READ_CENTRE, Right.APPROVE},
        Role.HEAD: _DESK | {Right.READ_CENTRE, Right.APPROVE},
        Role.SUPPORT: _STAFF,
        Role.REFERENT: _STAFF | {Right.APPROVE, Right.MATTERS},
        Role.SIE: frozenset({Right.APPOINTMENTS, Right.RECEIVE, Right.ANSWER, Right.MATTERS, Right.FEED}),
        Role.CONNECTOR: frozenset({Right.BRING, Right.DELIVER, Right.EXPORT, Right.FEED}),
        Role.ADMIN: frozenset({Right.FEED}),
        Role.TRAINEE: frozenset(),
    }
)
"""A trainee works in the sandbox, a central of its own: production signs them in and refuses all else."""


def may(role: Role, right: Right) -> bool:
    """Whether this role has this right."""
    return right in RIGHTS[role]


def may_approve(actor: Agent) -> bool:
    """Whether they may look at what somebody else asked for, and let it go."""
    if may(actor.role, Right.APPROVE):
        return True
    return may(actor.role, Right.HANDLE) and VALIDATION in actor.skills and not actor.accompanied


def may_export(actor: Agent) -> bool:
    """Whether acts may leave by this account."""
    return may(actor.role, Right.EXPORT) and EXPORTS in actor.skills
