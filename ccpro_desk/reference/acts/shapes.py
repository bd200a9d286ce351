"""One file of `data/acts/` → an `Act`; what is wrong is collected, with line and mend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ccpro_desk.domain.acts.catalogue import Act, Basis, Choice, Condition, Field, FieldType, Opens, Way, When
from ccpro_desk.domain.acts.eligibility import RULES
from ccpro_desk.domain.acts.prefill import WORDS
from ccpro_desk.reference.entry import Entry
from ccpro_desk.reference.faults import Fault
from ccpro_desk.reference.fields import Fields

_SECTIONS = ("field", "condition", "basis")
_HEADER = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]\s*(#.*)?")
_ID = re.compile(r"[A-Z]\d\d", re.ASCII)
_FIELD_ID = re.compile(r"[a-z][a-z0-9_]{0,49}", re.ASCII)
_DAY_S, _MINUTE_S = 86_400, 60
_NUMBERS = (FieldType.MONEY, FieldType.NUMBER, FieldType.DATE, FieldType.YEAR)
_NO_DAY = date(1970, 1, 1)


def act_of(table: Mapping[str, Any], lines: list[str], name: str, faults: list[Fault]) -> Act:
    """The act of a file; its faults are added to `faults`."""
    top, *sections = _entries(table, lines, name)
    f = Fields(top, faults)
    act = Act(
        id=_id(f),
        title=f.text("title"),
        family=f.text("family"),
        level=f.number("level", 0, 2),
        edition=_edition(f),
        summary=f.text("summary"),
        fields=tuple(_field(Fields(e, faults)) for e in sections if e.kind == "field"),
        conditions=tuple(_condition(Fields(e, faults)) for e in sections if e.kind == "condition"),
        bases=tuple(_basis(Fields(e, faults)) for e in sections if e.kind == "basis"),
        documents=f.texts("documents"),
        produces=f.texts("produces"),
        to_sie=f.texts("to_sie"),
        advice=f.texts("advice"),
        four_eyes=f.flag("four_eyes"),
        duplicate_s=f.number("duplicate_days", 0, 3_660, 30) * _DAY_S,
        cancel_s=f.number("cancel_minutes", 0, 10_080, 15) * _MINUTE_S,
        approve_s=f.number("approve_days", 1, 30, 2) * _DAY_S,
        same=f.texts("same"),
        against=f.texts("against"),
        since=f.day("since"),
        until=f.day("until"),
        opens=f.choice("opens", Opens, Opens.FORM),
        refers=f.flag("refers"),
    )
    f.end(_SECTIONS)
    for kind in _SECTIONS:
        if not isinstance(table.get(kind, []), list):
            f.fault(
                kind, f"La section « {kind} » est écrite [ ].", f"Écrivez [[{kind}]], avec deux crochets."
            )
    return act


def _entries(table: Mapping[str, Any], lines: list[str], name: str) -> Iterator[Entry]:
    """What stands before the first section, then the sections in their order."""
    heads = [(n, found[1]) for n, text in enumerate(lines) if (found := _HEADER.fullmatch(text))]
    ends = [n for n, _ in heads[1:]] + [len(lines)]
    yield Entry("act", table, name, 1, tuple(lines[: heads[0][0]] if heads else lines))
    left = {kind: iter(table[kind]) for kind in _SECTIONS if isinstance(table.get(kind), list)}
    for (start, kind), end in zip(heads, ends, strict=True):
        if kind in left:
            yield Entry(kind, next(left[kind]), name, start + 1, tuple(lines[start:end]))


def _id(f: Fields) -> str:
    act_id = f.text("id")
    if act_id and not _ID.fullmatch(act_id):
        f.fault(
            "id", f"« id = {act_id} » ne va pas.", "Écrivez une lettre et deux chiffres, par exemple A05."
        )
    return act_id


def _edition(f: Fields) -> date:
    if not f.has("edition"):
        f.fault(
            "edition", "Il manque « edition ».", "Écrivez la date de cette version, edition = 2026-11-24."
        )
        f.text("edition", "")
        return _NO_DAY
    return f.day("edition") or _NO_DAY


def _field(f: Fields) -> Field:
    kind = f.choice("type", FieldType)
    field = Field(
        id=_field_id(f),
        label=f.text("label"),
        type=kind,
        required=f.flag("required", default=True),
        help=f.text("help", ""),
        prefill=_one_of(f, "prefill", WORDS),
        choices=_choices(f, kind),
        least=_bound(f, "least", kind),
        most=_bound(f, "most", kind),
        own=f.flag("own"),
        when=_when(f),
    )
    if field.own and kind not in (FieldType.SIREN, FieldType.SIRET, FieldType.VAT):
        f.fault("own", "« own » ne va qu'à un SIREN, un SIRET ou un n° de TVA.", "Ôtez cette ligne.")
    f.end()
    return field


def _field_id(f: Fields) -> str:
    field_id = f.text("id")
    if field_id and not _FIELD_ID.fullmatch(field_id):
        f.fault(
            "id", f"« id = {field_id} » ne va pas.", "Écrivez des minuscules sans accent, chiffres et « _ »."
        )
    return field_id


def _one_of(f: Fields, key: str, known: Mapping[str, Any]) -> str:
    word = f.text(key, "")
    if word and word not in known:
        f.fault(key, f"« {key} = {word} » est inconnu.", f"Choisissez parmi : {', '.join(sorted(known))}.")
        return ""
    return word


def _choices(f: Fields, kind: FieldType) -> tuple[Choice, ...]:
    """`choices = { code = "Libellé", … }`."""
    if kind is not FieldType.CHOICE:
        return ()
    table = f.mapping("choices")
    if not all(isinstance(label, str) for label in table.values()):
        f.fault("choices", "Un libellé n'est pas un texte.", 'Écrivez choices = { code = "Libellé", … }.')
        return ()
    return tuple(Choice(code, label) for code, label in table.items())


def _bound(f: Fields, key: str, kind: FieldType) -> int | None:
    """Cents, a number, characters; days from today for a date, years for a year: these may lie behind."""
    if not f.has(key):
        return None
    least = -36_600 if kind in (FieldType.DATE, FieldType.YEAR) else 0
    return f.number(key, least)


def _when(f: Fields) -> When | None:
    inner = f.inner("when")
    if inner is None:
        return None
    when = When(inner.text("field"), frozenset(inner.texts("any", needed=True)))
    inner.end()
    return when


def _condition(f: Fields) -> Condition:
    condition = Condition(
        rule=_one_of(f, "rule", RULES),
        any=frozenset(f.texts("any")),
        reason=f.text("reason"),
        unless=f.flag("unless"),
        about=f.text("about", ""),
        least=f.number("least", -36_600) if f.has("least") else None,
        most=f.number("most", -36_600) if f.has("most") else None,
        way=f.choice("way", Way, Way.NONE),
        when=_when(f),
        since=f.day("since"),
        until=f.day("until"),
    )
    if not condition.rule:
        f.fault("rule", "Une condition n'a pas de règle.", f"Choisissez parmi : {', '.join(sorted(RULES))}.")
    f.end()
    return condition


def _basis(f: Fields) -> Basis:
    basis = Basis(
        text=f.text("text"),
        source=f.text("source"),
        since=f.day("since"),
        until=f.day("until"),
        to_confirm=f.flag("to_confirm"),
    )
    if "CG" in basis.source and not basis.to_confirm:
        f.fault("source", "Une base marquée CG n'est pas sourcée.", "Ajoutez to_confirm = true.")
    f.end()
    return basis
