"""The values of an act's form: each field checked as it is typed, then all of them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ccpro_desk.domain import checks
from ccpro_desk.domain.acts.catalogue import Act, Field, FieldType, When
from ccpro_desk.domain.acts.detail import Value
from ccpro_desk.domain.checks import Wrong
from ccpro_desk.domain.text import clean

_TEXT_MOST, _LONG_MOST = 200, 4_000
_MISSING = Wrong("À renseigner.")
_YES = MappingProxyType({"oui": True, "o": True, "non": False, "n": False})

Plain = Callable[[str], Value | Wrong]
_PLAIN: Mapping[FieldType, Plain] = MappingProxyType(
    {
        FieldType.SIREN: checks.siren,
        FieldType.SIRET: checks.siret,
        FieldType.VAT: checks.vat,
        FieldType.IBAN: checks.iban,
        FieldType.BIC: checks.bic,
        FieldType.EMAIL: checks.email,
        FieldType.PHONE: checks.phone,
        FieldType.PERIOD: checks.period,
    }
)
"""What needs nothing but the text."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a form's fields say: their values, and by field what is wrong."""

    values: Mapping[str, Value]
    wrong: Mapping[str, Wrong]

    def first_fault(self, act: Act) -> str | None:
        """A sentence that names the field; none: nothing is wrong."""
        for field_id, wrong in self.wrong.items():
            field = act.field(field_id)
            return f"{field.label if field else field_id} : {_lowered(wrong.sentence)}"
        return None


def check_field(field: Field, given: Value, today: date) -> Value | Wrong:
    """One field's value. Money that is already a number is in cents."""
    if isinstance(given, bool):
        return given if field.type is FieldType.YES_NO else _MISSING
    if isinstance(given, int):
        return _number(field, given, today)
    text = clean(given, keep_newlines=field.type is FieldType.LONG_TEXT).strip()
    return _typed(field, text, today) if text else _MISSING


def check_form(act: Act, given: Mapping[str, Value], today: date, siren: str | None = None) -> Form:
    """All fields that the form shows; what it does not show is left out. `siren`: the usager's."""
    values: dict[str, Value] = {}
    wrong: dict[str, Wrong] = {}
    for field in act.fields:
        if not holds(field.when, values):
            continue
        said = given.get(field.id, "")
        if said == "" and not field.required:
            continue
        value = _own(field, check_field(field, said, today), siren)
        if isinstance(value, Wrong):
            wrong[field.id] = value
        else:
            values[field.id] = value
    for field_id in given.keys() - {field.id for field in act.fields}:
        wrong[field_id] = Wrong("Ce champ n'existe pas dans cet acte.")
    return Form(values, wrong)


def holds(when: When | None, values: Mapping[str, Value]) -> bool:
    """Whether the other field has one of the values that it takes."""
    return when is None or _code(values.get(when.field)) in when.any


def _code(value: Value | None) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else str(value)


def _typed(field: Field, text: str, today: date) -> Value | Wrong:
    plain = _PLAIN.get(field.type)
    if plain is not None:
        return plain(text)
    match field.type:
        case FieldType.MONEY:
            return checks.money(text, 0 if field.least is None else field.least, field.most)
        case FieldType.NUMBER:
            return checks.whole(text, 0 if field.least is None else field.least, field.most)
        case FieldType.DATE:
            return checks.day(text, today, field.least, field.most)
        case FieldType.YEAR:
            return checks.year(text, today, field.least, field.most)
        case FieldType.CHOICE:
            return _choice(field, text)
        case FieldType.YES_NO:
            said = _YES.get(text.lower())
            return Wrong("Répondez par oui ou par non.") if said is None else said
    return _words(field, text)


def _choice(field: Field, text: str) -> str | Wrong:
    found = [choice.code for choice in field.choices if text in (choice.code, choice.label)]
    return found[0] if found else Wrong("Choisissez dans la liste.")


def _words(field: Field, text: str) -> str | Wrong:
    most = field.most or (_LONG_MOST if field.type is FieldType.LONG_TEXT else _TEXT_MOST)
    if len(text) > most:
        return Wrong(f"Texte trop long : {most} caractères au plus, il y en a {len(text)}.")
    if field.least is not None and len(text) < field.least:
        return Wrong(f"Texte trop court : {field.least} caractères au moins.")
    return text


def _number(field: Field, given: int, today: date) -> Value | Wrong:
    """A number as programs give it: cents for money."""
    if field.type is FieldType.MONEY:
        if given < 0:
            return checks.money("-1")
        euros, cents = divmod(given, 100)
        return _typed(field, f"{euros},{cents:02d}", today)
    if field.type in (FieldType.NUMBER, FieldType.YEAR):
        return _typed(field, str(given), today)
    return Wrong("Un texte est attendu ici.")


def _own(field: Field, value: Value | Wrong, siren: str | None) -> Value | Wrong:
    if not field.own or siren is None or isinstance(value, Wrong):
        return value
    number = str(value)[4:] if field.type is FieldType.VAT else str(value)[:9]
    return value if number == siren else Wrong("Ce numéro n'est pas celui du dossier ouvert.")


def _lowered(sentence: str) -> str:
    """A sentence's beginning after a colon; `SIREN` and `N°` stay as they are."""
    word = sentence.split(" ", 1)[0]
    keeps = len(word) > 1 and not word[1:].islower()
    return sentence if keeps else sentence[0].lower() + sentence[1:]
