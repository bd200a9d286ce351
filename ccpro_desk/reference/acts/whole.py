"""What only the whole catalogue can say: names that lead nowhere, sentences without an end."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from ccpro_desk.domain.acts.catalogue import Act, Condition, Field, FieldType, When
from ccpro_desk.reference.faults import Fault

_ABOUT_A_FIELD = frozenset({"field", "day", "before"})
_ABOUT_A_TAX = frozenset({"regime"})
_NEEDS_ANY = frozenset({"state", "legal", "regime", "channel", "caller", "before"})
_ENDS = (".", "…", "?", "»")


Found = Iterator[tuple[str, str, str]]
"""What is wrong, its mend, and a text on the line where it stands."""


def faults_of(acts: Mapping[str, Act], lines: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """`acts` and the `lines` of their files by the name of the file."""
    ids = {act.id for act in acts.values()}
    for name, act in acts.items():
        for what, mend, near in _of(act, ids):
            yield Fault(name, _line_of(near, lines[name]), what, mend)


def _line_of(near: str, lines: Sequence[str]) -> int:
    """The last line that has this text; of the file, where none has."""
    found = (number for number, line in reversed(list(enumerate(lines, 1))) if near in line)
    return next(found, 1)


def _of(act: Act, ids: Collection[str]) -> Found:
    yield from _fields(act)
    known = {field.id for field in act.fields}
    for wanted in act.same:
        if wanted not in known:
            yield f"« same » nomme le champ « {wanted} », qui n'existe pas.", "Corrigez ce nom.", "same ="
    for other in act.against:
        if other not in ids:
            what = f"« against » nomme l'acte « {other} »."
            yield what, "Nommez un acte du catalogue.", "against ="
    for condition in act.conditions:
        yield from _condition(condition, known, act)
    for texts, key in ((act.to_sie, "to_sie"), (act.advice, "advice"), ((act.summary,), "summary")):
        for text in texts:
            yield from _sentence(text, key)
    if not act.bases:
        mend = 'Ajoutez [[basis]] ; sans source, source = "CG" et to_confirm = true.'
        yield "L'acte n'a pas de base.", mend, "title ="


def _condition(condition: Condition, known: Collection[str], act: Act) -> Found:
    rule, near = condition.rule, f'"{condition.reason[:40]}'
    yield from _when(condition.when, known, act)
    if rule in _ABOUT_A_FIELD and condition.about not in known:
        what = f"Une condition porte sur le champ « {condition.about} », qui n'existe pas."
        yield what, "Corrigez « about ».", near
    if rule in _ABOUT_A_TAX and not condition.about:
        yield (
            "Une condition « regime » ne dit pas de quel impôt.",
            'Ajoutez about = "TVA", par exemple.',
            near,
        )
    if rule in _NEEDS_ANY and not condition.any:
        yield f"Une condition « {rule} » n'attend aucune valeur.", 'Ajoutez any = ["…"].', near
    if rule == "before" and not all(map(_is_day, condition.any)):
        yield "Une condition « before » attend une date.", 'Écrivez any = ["2027-01-01"].', near
    yield from _sentence(condition.reason, "reason")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _fields(act: Act) -> Found:
    seen: set[str] = set()
    for field in act.fields:
        if field.id in seen:
            yield (
                f"Le champ « {field.id} » est écrit deux fois.",
                "Donnez à chaque champ son nom.",
                _id(field),
            )
        yield from _when(field.when, seen, act)
        yield from _field(field)
        seen.add(field.id)


def _field(field: Field) -> Found:
    if field.type is FieldType.CHOICE and len(field.choices) < 2:
        yield (
            f"Le champ « {field.id} » ne laisse pas de choix.",
            "Donnez-lui au moins deux « choices ».",
            _id(field),
        )
    if field.least is not None and field.most is not None and field.least > field.most:
        yield f"Le champ « {field.id} » a « least » au-dessus de « most ».", "Échangez-les.", _id(field)


def _id(field: Field) -> str:
    return f'id = "{field.id}"'


def _when(when: When | None, before: Collection[str], act: Act) -> Found:
    """It looks at a field that stands above, and at values that this one can have."""
    if when is None:
        return
    field, near = act.field(when.field), f'field = "{when.field}"'
    if field is None or when.field not in before:
        yield f"« when » dépend du champ « {when.field} ».", "Nommez un champ écrit plus haut.", near
        return
    possible = {FieldType.YES_NO: {"oui", "non"}, FieldType.CHOICE: {c.code for c in field.choices}}
    wrong = sorted(when.any - possible.get(field.type, when.any))
    if wrong:
        what = f"« when » attend « {wrong[0]} » du champ « {field.id} »."
        yield what, "Cette valeur n'est pas possible.", near


def _sentence(text: str, key: str) -> Found:
    if not text.endswith(_ENDS) or text != text.strip():
        yield (
            f"« {key} » n'est pas une phrase : « {text[:60]} ».",
            "Terminez-la par un point.",
            f'"{text[:40]}',
        )
