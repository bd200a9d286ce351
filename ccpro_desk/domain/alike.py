"""Contacts that belong together: of one sender, one thread, one usager, or with nearly the same text.

Pure. What the store looks for are *marks*: hashes, so that a mark tells nobody's address. A text is marked by
the smallest hashes of its three-word runs: two texts that share most of their runs share some of these (a
bottom-k sketch; Broder, "On the resemblance and containment of documents", 1997). Marks only find candidates:
`reasons` decides on the contacts themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.motifs import fold
from ccpro_desk.domain.values import Direction

SAME_TEXT = 0.6
"""Part of the three-word runs of two texts that both have: above it they say the same."""
_RUN = 3
_SKETCH = 4
"""Marks a text: at `SAME_TEXT`, one text in forty has none of them in common with its like."""
_WORDS = 400
"""Of a text, from its beginning: signatures and quotations come after."""


class Why(StrEnum):
    """What two contacts have in common."""

    SENDER = "sender"
    THREAD = "thread"
    USAGER = "usager"
    TEXT = "text"


SAME_PERSON = frozenset({Why.SENDER, Why.THREAD, Why.USAGER})
"""The same text may come from a hundred people: it does not make one person of them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What other contacts are looked for by: a kind, and a hash."""

    kind: Why
    hash: str


def marks_of(contact: Contact) -> tuple[Mark, ...]:
    """The marks of a contact as it comes in; its usager has an index of its own."""
    found = [
        *(Mark(Why.SENDER, _hash(sender)) for sender in _senders(contact)),
        *(Mark(Why.THREAD, _hash(ref)) for ref in sorted(_refs(contact))),
        *(Mark(Why.TEXT, run) for run in sorted(_runs(contact))[:_SKETCH]),
    ]
    return tuple(dict.fromkeys(found))


def reasons(contact: Contact, other: Contact) -> tuple[Why, ...]:
    """What the two have in common, the surest first; empty: nothing."""
    why = {
        Why.SENDER: bool(_senders(contact) & _senders(other)),
        Why.THREAD: bool(_refs(contact) & _refs(other)),
        Why.USAGER: contact.siren is not None and contact.siren == other.siren,
        Why.TEXT: resemblance(contact, other) >= SAME_TEXT,
    }
    return tuple(name for name, holds in why.items() if holds)


def resemblance(contact: Contact, other: Contact) -> float:
    """Part of the three-word runs of either first message that both have: 0 to 1; 0 for too short a text."""
    mine, theirs = _runs(contact), _runs(other)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def _senders(contact: Contact) -> frozenset[str]:
    """Address and number; a French number is the same with and without its prefix."""
    address = (contact.origin.address or "").strip().lower()
    digits = "".join(c for c in contact.origin.number or "" if c.isdigit())
    return frozenset({address, digits[-9:] if len(digits) >= 9 else digits} - {""})


def _refs(contact: Contact) -> frozenset[str]:
    named = (contact.external_id, contact.thread_id, contact.in_reply_to, *contact.references)
    return frozenset(ref.strip().strip("<>") for ref in named if ref)


def _runs(contact: Contact) -> frozenset[str]:
    """The hashes of the runs of its first message."""
    first = next((m.text for m in contact.messages if m.direction is Direction.IN), "")
    return frozenset(_hash(run) for run in _three_words(fold(first).split()[:_WORDS]))


def _three_words(words: list[str]) -> Iterator[str]:
    for at in range(len(words) - _RUN + 1):
        yield " ".join(words[at : at + _RUN])


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8"), digest_size=12).hexdigest()
