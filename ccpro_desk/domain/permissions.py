"""Who may do what: one table, read by the central for every call and by the desk to say why not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from ccpro_desk.domain.values import Role


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
    FEED = "feed"


_DESK = frozenset(
    {Right.HANDLE, Right.NOTE, Right.LIST_CENTRE, Right.READ_DOSSIER, Right.OWN_STATUS, Right.FEED}
)
_STAFF = frozenset({Right.LIST_CENTRE, Right.OWN_STATUS, Right.FEED})

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.AGENT: _DESK,
        Role.TUTOR: _DESK,
        Role.SUPERVISOR: _DESK | {Right.READ_CENTRE},
        Role.HEAD: _DESK | {Right.READ_CENTRE},
        Role.SUPPORT: _STAFF,
        Role.REFERENT: _STAFF,
        Role.SIE: frozenset({Right.FEED}),
        Role.CONNECTOR: frozenset({Right.BRING, Right.DELIVER, Right.FEED}),
        Role.ADMIN: frozenset({Right.FEED}),
        Role.TRAINEE: frozenset(),
    }
)
"""A trainee works in the sandbox, a central of its own: production signs them in and refuses all else."""


def may(role: Role, right: Right) -> bool:
    """Whether this role has this right."""
    return right in RIGHTS[role]
