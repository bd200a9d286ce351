"""Who may do what, written by hand from the organisation of the centres, not from the program.

One line a route or command, one column a person. `+`: let through (whatever comes of it), `-`: refused as
`forbidden`, `?`: asked to sign in first.
"""

from __future__ import annotations

from collections.abc import Iterator

ROUTES = """
                               agent guided tutor supervisor head support referent sie admin mailer caller trainee nobody
GET    /v1/auth                  +     +      +       +       +      +       +      +    +     +      +       +       +
POST   /v1/sessions              +     +      +       +       +      +       +      +    +     +      +       +       +
DELETE /v1/sessions/current      +     +      +       +       +      +       +      +    +     +      +       +       ?
GET    /v1/me                    +     +      +       +       +      +       +      +    +     +      +       -       ?
POST   /v1/alive                 +     +      +       +       +      +       +      +    +     +      +       -       ?
GET    /v1/feed                  +     +      +       +       +      +       +      +    +     +      +       -       ?
POST   /v1/commands              +     +      +       +       +      +       +      +    +     +      +       -       ?
GET    /v1/contacts              +     +      +       +       +      +       +      -    -     -      -       -       ?
POST   /v1/contacts              -     -      -       -       -      -       -      -    -     +      -       -       ?
POST   /v1/contacts/next         +     +      +       +       +      -       -      -    -     -      -       -       ?
GET    /v1/contacts/{contact_id} -     -      -       +       +      -       -      -    -     -      -       -       ?
GET    /v1/contacts/search       +     +      +       +       +      -       -      -    -     -      -       -       ?
GET    /v1/contacts/{contact_id}/alike - -    -       +       +      -       -      -    -     -      -       -       ?
POST   /v1/attachments           +     +      +       +       +      -       -      -    -     +      +       -       ?
GET    /v1/attachments/{attachment_id} - -    -       +       +      -       -      -    -     +      -       -       ?
POST   /v1/documents             +     +      +       +       +      -       +      +    -     -      -       -       ?
GET    /v1/usagers               +     +      +       +       +      -       -      -    -     -      -       -       ?
GET    /v1/usagers/{siren}       +     +      +       +       +      -       -      -    -     -      -       -       ?
GET    /v1/usagers/{siren}/registry +  +      +       +       +      -       -      -    -     -      -       -       ?
GET    /v1/usagers/{siren}/timeline +  +      +       +       +      -       -      -    -     -      -       -       ?
GET    /v1/matters               +     +      +       +       +      -       +      +    -     -      -       -       ?
GET    /v1/matters/{matter_id}   +     +      +       +       +      -       +      +    -     -      -       -       ?
GET    /v1/sie                  +     +      +       +       +      -       -      +    -     -      -       -       ?
GET    /v1/sie/{code}/slots     +     +      +       +       +      -       -      +    -     -      -       -       ?
GET    /v1/sie/{code}/appointments - -       -       -       -      -       -      +    -     -      -       -       ?
GET    /v1/sie/{code}/appointments/{appointment_id} - - -  - -      -       -      +    -     -      -       -       ?
GET    /v1/usagers/{siren}/obligations + +    +       +       +      -       -      -    -     -      -       -       ?
GET    /v1/usagers/{siren}/establishments + + +       +       +      -       -      -    -     -      -       -       ?
GET    /v1/acts/outbox           -     -      -       -       -      -       -      -    -     -      -       -       ?
POST   /v1/acts/outbox/{act_id}  -     -      -       -       -      -       -      -    -     -      -       -       ?
GET    /v1/outbox                -     -      -       -       -      -       -      -    -     +      -       -       ?
POST   /v1/outbox/{reply_id}     -     -      -       -       -      -       -      -    -     +      -       -       ?
GET    /v1/supervision           -     -      -       +       +      -       -      -    -     -      -       -       ?
POST   /v1/supervision/absences  -     -      -       +       +      -       -      -    -     -      -       -       ?
POST   /v1/supervision/reassign  -     -      -       +       +      -       -      -    -     -      -       -       ?
PUT    /v1/supervision/word      -     -      -       +       +      -       -      -    -     -      -       -       ?
POST   /v1/supervision/renfort/{renfort_id} - - -     +       +      -       -      -    -     -      -       -       ?
POST   /v1/renfort               +     +      +       +       +      -       -      -    -     -      -       -       ?
GET    /v1/colleagues            +     +      +       +       +      -       -      -    -     -      -       -       ?
GET    /v1/supervision/crisis    +     +      +       +       +      +       +      -    -     -      -       -       ?
POST   /v1/supervision/crisis    -     -      -       +       +      -       -      -    -     -      -       -       ?
DELETE /v1/supervision/crisis/{crisis_id} - - -       +       +      -       -      -    -     -      -       -       ?
GET    /health/live              +     +      +       +       +      +       +      +    +     +      +       +       +
GET    /health/ready             +     +      +       +       +      +       +      +    +     +      +       +       +
GET    /metrics                  +     +      +       +       +      +       +      +    +     +      +       +       +
GET    /openapi.json             +     +      +       +       +      +       +      +    +     +      +       +       +
"""
"""On a mail that waits in the centre of Lons, that `mailer` (a mail connector) brought; `caller` is the
telephony's connector, `guided` an agent *en accompagnement*."""

OTHERS = """
                     agent guided tutor supervisor head support referent sie admin mailer caller
contact.accept         +     +      +       +       +      -       -      -    -     -      -
contact.decline        +     +      +       +       +      -       -      -    -     -      -
contact.end            -     -      -       -       -      -       -      -    -     +      -
contact.note           +     +      +       +       +      -       -      -    -     -      -
contact.reply          +     -      +       +       +      -       -      -    -     -      -
reply.take_back        -     -      -       -       -      -       -      -    -     -      -
contact.motifs         +     +      +       +       +      -       -      -    -     -      -
contact.link_usager    +     +      +       +       +      -       -      -    -     -      -
contact.identify       +     +      +       +       +      -       -      -    -     -      -
contact.park           +     +      +       +       +      -       -      -    -     -      -
contact.resume         -     -      -       -       -      -       -      -    -     -      -
contact.release        +     +      +       +       +      -       -      -    -     -      -
contact.transfer       +     +      +       +       +      -       -      -    -     -      -
callback.schedule      +     +      +       +       +      -       -      -    -     -      -
contact.close          +     -      +       +       +      -       -      -    -     -      -
contact.reopen         -     -      -       -       -      -       -      -    -     -      -
contact.merge          +     +      +       +       +      -       -      -    -     -      -
contact.gather         +     +      +       +       +      -       -      -    -     -      -
draft.save             +     +      +       +       +      -       -      -    -     -      -
act.submit             +     -      +       +       +      -       -      -    -     -      -
act.cancel             +     -      +       +       +      -       -      -    -     -      -
act.approve            -     -      -       +       +      -       +      -    -     -      -
act.return             -     -      -       +       +      -       +      -    -     -      -
appointment.book       +     -      +       +       +      -       -      -    -     -      -
appointment.move       +     -      +       +       +      -       -      -    -     -      -
appointment.cancel     +     -      +       +       +      -       -      -    -     -      -
appointment.outcome    -     -      -       -       -      -       -      +    -     -      -
contact.refer          +     +      +       +       +      -       -      -    -     -      -
referral.reply         +     +      +       +       +      -       -      -    -     -      -
referral.answer        -     -      -       -       -      -       -      +    -     -      -
referral.ask           -     -      -       -       -      -       -      +    -     -      -
referral.take          -     -      -       -       -      -       -      +    -     -      -
referral.return        -     -      -       -       -      -       -      +    -     -      -
agent.status           +     +      +       +       +      +       +      -    -     -      -
"""
"""On a mail that a colleague of the centre has in hand: `+` says that the role may, not that the lease is theirs."""

OWN = """
                     agent guided tutor supervisor head
contact.accept         +     +      +       +       +
contact.decline        +     +      +       +       +
contact.end            +     +      +       +       +
contact.note           +     +      +       +       +
contact.reply          +     -      +       +       +
reply.take_back        +     +      +       +       +
contact.motifs         +     +      +       +       +
contact.link_usager    +     +      +       +       +
contact.identify       +     +      +       +       +
callback.schedule      +     +      +       +       +
draft.save             +     +      +       +       +
contact.gather         +     +      +       +       +
act.submit             +     -      +       +       +
act.cancel             +     -      +       +       +
act.approve            -     -      -       +       +
act.return             -     -      -       +       +
appointment.book       +     -      +       +       +
appointment.move       +     -      +       +       +
appointment.cancel     +     -      +       +       +
appointment.outcome    -     -      -       -       -
contact.refer          +     +      +       +       +
referral.reply         +     +      +       +       +
referral.answer        -     -      -       -       -
referral.ask           -     -      -       -       -
referral.take          -     -      -       -       -
referral.return        -     -      -       -       -
contact.merge          +     +      +       +       +
contact.close          +     -      +       +       +
contact.reopen         +     +      +       +       +
contact.park           +     +      +       +       +
contact.resume         +     +      +       +       +
contact.transfer       +     +      +       +       +
contact.release        +     +      +       +       +
agent.status           +     +      +       +       +
"""
"""In this order on a mail that they have taken themselves; another one once it has left their hands."""


def cells(table: str) -> Iterator[tuple[str, str, str]]:
    """(line, person, cell) of a table."""
    head, *lines = table.strip("\n").splitlines()
    people = head.split()
    for line in lines:
        words = line.split()
        name, marks = " ".join(words[: -len(people)]), words[-len(people) :]
        for person, mark in zip(people, marks, strict=True):
            assert mark in "+-?", line
            yield name, person, mark


def lines(table: str) -> set[str]:
    """What the table speaks of."""
    return {name for name, _, _ in cells(table)}
