"""What an act's form said, as the facts of a document: there a bank account is never written whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from types import MappingProxyType

from ccpro_desk.answers.french import NBSP, long_date, money, period_words, thousands
from ccpro_desk.documents.model import Row
from ccpro_desk.domain.acts.catalogue import Act, Field, FieldType
from ccpro_desk.domain.acts.detail import Value

DECLARED = "déclaré"


def act_rows(act: Act, values: Mapping[str, Value], *, whole: bool = False) -> tuple[Row, ...]:
    """The fields that have a value, in order. `whole`: for who holds an account against a paper."""
    return tuple(
        Row(field.label, _row(field, values[field.id], whole), DECLARED) for field in _given(act, values)
    )


def _row(field: Field, value: Value, whole: bool) -> str:
    if whole and field.type is FieldType.IBAN:
        text = str(value)
        return NBSP.join(text[start : start + 4] for start in range(0, len(text), 4))
    return shown(field, value)


def act_dates(act: Act, values: Mapping[str, Value]) -> dict[str, date]:
    """The dates among the values, by field."""
    found = {}
    for field in _given(act, values):
        if field.type is FieldType.DATE:
            with suppress(ValueError):
                found[field.id] = date.fromisoformat(str(values[field.id]))
    return found


def act_basis(act: Act, on: date) -> str:
    """The texts that hold on this day; what nothing confirms says so."""
    valid = [
        b for b in act.bases if (b.since is None or b.since <= on) and (b.until is None or on <= b.until)
    ]
    return "\u00a0; ".join(f"{basis.text}{' (à valider)' if basis.to_confirm else ''}" for basis in valid)


def shown(field: Field, value: Value) -> str:
    """A value as people write it; one that is not of its field's type as it stands."""
    show = _SHOWN.get(field.type, _as_it_stands)
    try:
        return show(field, value)
    except (ValueError, IndexError):
        return str(value)


def _given(act: Act, values: Mapping[str, Value]) -> Iterator[Field]:
    return (field for field in act.fields if values.get(field.id) not in (None, ""))


def _as_it_stands(_: Field, value: Value) -> str:
    return str(value)


def _choice(field: Field, value: Value) -> str:
    return next((choice.label for choice in field.choices if choice.code == value), str(value))


def _groups(*ends: int) -> Callable[[Field, Value], str]:
    def spaced(_: Field, value: Value) -> str:
        text, starts = str(value), (0, *ends[:-1])
        if len(text) != ends[-1]:
            return text
        return NBSP.join(text[start:end] for start, end in zip(starts, ends, strict=True))

    return spaced


_SHOWN: Mapping[FieldType, Callable[[Field, Value], str]] = MappingProxyType(
    {
        FieldType.CHOICE: _choice,
        FieldType.YES_NO: lambda _, value: "oui" if value in (True, "oui", "yes") else "non",
        FieldType.MONEY: lambda _, value: money(int(value)),
        FieldType.NUMBER: lambda _, value: thousands(int(value)),
        FieldType.DATE: lambda _, value: long_date(date.fromisoformat(str(value))),
        FieldType.PERIOD: lambda _, value: period_words(str(value)),
        FieldType.SIREN: _groups(3, 6, 9),
        FieldType.SIRET: _groups(3, 6, 9, 14),
        FieldType.IBAN: lambda _, value: f"compte qui se termine par {str(value)[-4:]}",
    }
)
