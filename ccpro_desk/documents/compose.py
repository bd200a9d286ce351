"""From what was recorded to a document of a kind: pure, so that a preview and a PDF never differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from ccpro_desk.answers.french import NBSP, long_date, typography
from ccpro_desk.documents.kinds import Kind, Reader, Source, Step
from ccpro_desk.documents.model import Document, Item, Row, Section, printable


@dataclass(frozen=True, slots=True)
class Given:
    """What a document is made from. Everything in it may come from outside."""

    on: date
    """Today, in Paris."""
    centre: str
    reference: str
    about: str
    """What it is: the act's label, the appointment's purpose."""
    recorded: str
    """When and where it was recorded, in words."""
    usager: str = ""
    siren: str = ""
    address: tuple[str, ...] = ()
    office: str = ""
    """The SIE in charge."""
    agent: str = ""
    rows: tuple[Row, ...] = ()
    asked: tuple[Item, ...] = ()
    dates: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    """The dates among the fields, by name: what steps are counted from."""
    basis: str = ""
    """On what the act rests."""
    text: str = ""
    """The words of a reply, or of a summary."""


def compose(kind: Kind, given: Given) -> Document:
    """The document, with the sentences that officers keep for its kind."""
    return Document(
        kind.id,
        typography(kind.title),
        given.on,
        printable(given.centre),
        tuple(filter(None, map(printable, _addressee(kind, given)))),
        tuple(map(_printable_row, _references(kind, given))),
        tuple(section for section in _sections(kind, given) if not section.is_empty),
        tuple(map(typography, kind.closing)),
        tuple(filter(None, (printable(given.agent), printable(given.centre)))) if kind.signed else (),
        typography(kind.mention),
    )


def _addressee(kind: Kind, given: Given) -> tuple[str, ...]:
    if kind.reader is Reader.USAGER:
        return (given.usager, *given.address)
    return (given.office,) if kind.reader is Reader.SIE else ()


def _references(kind: Kind, given: Given) -> Iterator[Row]:
    siren = given.siren
    spaced = NBSP.join((siren[:3], siren[3:6], siren[6:])) if len(siren) == 9 else siren
    told = (
        ("Objet", given.about),
        ("Référence", given.reference),
        ("Professionnel", given.usager),
        ("SIREN", spaced),
        ("Enregistré", given.recorded),
        ("Fondement", given.basis),
        ("Suivi par", "" if kind.signed else given.agent),
    )
    return (Row(label, value) for label, value in told if value)


def _sections(kind: Kind, given: Given) -> Iterator[Section]:
    yield Section(paragraphs=tuple(map(typography, kind.opening)))
    if given.text:
        yield Section(paragraphs=tuple(p for p in map(printable, given.text.split("\n\n")) if p))
    yield Section("À faire", items=tuple(_step(step, given.dates) for step in kind.steps), boxes=True)
    if kind.facts:
        yield Section(typography(kind.facts), rows=tuple(map(_printable_row, given.rows)))
    if kind.asked:
        asked = tuple(map(_printable_item, given.asked))
        yield Section(typography(kind.asked), items=asked, boxes=kind.source is not Source.REFERRAL)
    yield Section("À savoir", items=tuple(map(_our_item, kind.notes)))


def _step(step: Step, dates: Mapping[str, date]) -> Item:
    start = dates.get(step.field)
    until = ""
    if start is not None and step.rule == "days":
        until = f"au plus tard le {long_date(start + timedelta(days=step.days))}"
    elif start is not None and step.rule == "new_year":
        until = f"avant le {long_date(date(start.year + 1, 1, 1))}"
    return _our_item(Item(step.text, step.source, until))


def _our_item(item: Item) -> Item:
    return Item(typography(item.text), typography(item.mark), item.by)


def _printable_row(row: Row) -> Row:
    return Row(typography(printable(row.label)), printable(row.value), printable(row.mark))


def _printable_item(item: Item) -> Item:
    return Item(printable(item.text), printable(item.mark), printable(item.by))
