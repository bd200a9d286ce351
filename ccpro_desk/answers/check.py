"""The check of the content: what a referent must mend before an answer may be published."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from ccpro_desk.answers.blanks import CLOSE, OPEN
from ccpro_desk.answers.coverage import coverage_faults
from ccpro_desk.answers.library import Library
from ccpro_desk.answers.model import (
    COMMON_KNOWLEDGE,
    UNSOURCED,
    Answer,
    BlankType,
    Channel,
    ReferenceKind,
    Status,
    Variant,
)
from ccpro_desk.answers.parameters import Parameter, Parameters
from ccpro_desk.answers.render import RenderContext, RenderError, render
from ccpro_desk.answers.template import VOCABULARY, TemplateError, parameters_used, uses
from ccpro_desk.domain.motifs import Motifs
from ccpro_desk.reference.faults import Fault

_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_FIGURE = re.compile(
    r"\d[\d\s.,]*\s?(?:€|%|euros?\b|pour cent\b|heures?\b|jours?\b|mois\b|ans?\b|années?\b)"
    r"|\b0\d(?:[\s.]?\d\d){4}\b|\b0\s?8\d\d(?:[\s.]?\d{3}){2}\b",
    re.IGNORECASE,
)
LONGEST = {Channel.MAIL: 2_400, Channel.PHONE: 1_200, Channel.CHAT: 600}
"""Characters of a variant, at most."""


@dataclass(frozen=True)
class Content:
    """What is checked together."""

    library: Library
    motifs: Motifs
    parameters: Parameters
    today: date


def check(content: Content) -> list[Fault]:
    """Every fault of the content, by file and line; empty when all is well."""
    faults = list(content.library.faults)
    for answer in content.library.answers.values():
        for rule in _RULES:
            faults.extend(rule(answer, content))
    faults.extend(_parameter_faults(content.parameters))
    faults.extend(coverage_faults(content.library, content.motifs, content.today))
    return sorted(dict.fromkeys(faults), key=lambda f: (f.file, f.line, f.what))


def _at(answer: Answer, key: str, what: str, mend: str) -> Fault:
    return Fault(answer.file, answer.lines.get(key, 1), what, mend)


def _motifs(answer: Answer, content: Content) -> Iterator[Fault]:
    if not answer.motifs:
        yield _at(answer, "motifs", "Aucun motif.", "Indiquez au moins un code de data/motifs.toml.")
    for code in answer.motifs:
        if code not in content.motifs:
            yield _at(answer, "motifs", f"Motif « {code} » inconnu.", "Employez un code de data/motifs.toml.")


def _links(answer: Answer, content: Content) -> Iterator[Fault]:
    for key, codes in (
        ("related", answer.related),
        ("supersedes", (answer.supersedes,) if answer.supersedes else ()),
    ):
        for code in codes:
            if code == answer.id or content.library.get(code) is None:
                yield _at(
                    answer,
                    key,
                    f"La fiche {code} n'existe pas ou est elle-même.",
                    "Corrigez cet identifiant.",
                )


def _validity(answer: Answer, content: Content) -> Iterator[Fault]:
    if answer.valid_to and answer.valid_to < answer.valid_from:
        yield _at(answer, "valid_to", "La fiche finit avant de commencer.", "Corrigez ces dates.")
    if answer.valid_to and answer.valid_to < content.today and not _replaced(answer, content):
        mend = "Prolongez-la, retirez-la, ou écrivez celle qui la remplace."
        yield _at(answer, "valid_to", f"La fiche a expiré le {answer.valid_to:%d/%m/%Y}.", mend)
    if answer.review < content.today:
        what = f"La fiche devait être relue avant le {answer.review:%d/%m/%Y}."
        yield replace(_at(answer, "review", what, "Relisez-la et fixez une nouvelle date."), warning=True)
    former = content.library.get(answer.supersedes)
    if former and (former.valid_to is None or former.valid_to >= answer.valid_from):
        what = f"{former.id}, que cette fiche remplace, vaut encore quand elle commence."
        yield _at(answer, "supersedes", what, f"Donnez à {former.id} une date « valid_to » antérieure.")


def _replaced(answer: Answer, content: Content) -> bool:
    return any(
        a.supersedes == answer.id and a.valid_on(content.today) for a in content.library.answers.values()
    )


def _approval(answer: Answer, content: Content) -> Iterator[Fault]:
    if answer.status is not Status.APPROVED:
        return
    if not answer.approver or answer.approver == answer.author:
        yield _at(
            answer, "status", "Une fiche approuvée l'est par une autre personne.", "Renseignez « approver »."
        )
    if answer.phrase:
        return
    unsourced = not answer.sources or COMMON_KNOWLEDGE in answer.sources
    if unsourced or any(UNSOURCED in reference.note for reference in answer.references):
        mend = f"Sourcez-la, ou mettez status = « {Status.TO_VALIDATE} »."
        yield _at(answer, "status", "Une référence ou un fait n'est pas sourcé.", mend)


def _vat_references(answer: Answer, content: Content) -> Iterator[Fault]:
    """VAT stands in the CIBS since 01/09/2026, old references hold until 31/12/2027: both are given."""
    kinds = {reference.kind for reference in answer.references}
    if "TVA" in answer.taxes and ReferenceKind.CGI in kinds and ReferenceKind.CIBS not in kinds:
        yield _at(
            answer, "taxes", "Une fiche de TVA cite le CGI sans le CIBS.", "Ajoutez une référence CIBS."
        )


def _blanks(answer: Answer, content: Content) -> Iterator[Fault]:
    used = {word for variant in answer.variants.values() for _, word in _uses(variant)}
    names = [blank.name for blank in answer.blanks]
    for blank in answer.blanks:
        if f"blank.{blank.name}" not in used:
            yield _at(
                answer,
                "id",
                f"Le champ « {blank.name} » n'est employé nulle part.",
                "Retirez son bloc [[blanks]].",
            )
        if (blank.type is BlankType.CHOICE) != bool(blank.choices):
            yield _at(
                answer,
                "id",
                f"Le champ « {blank.name} » : « choices » va avec le type choice.",
                "Corrigez ce bloc.",
            )
        if blank.fill and blank.fill not in VOCABULARY:
            yield _at(answer, "id", f"Le champ « {blank.name} » : « {blank.fill} » est inconnu.", _known())
    for name in {name for name in names if names.count(name) > 1}:
        yield _at(answer, "id", f"Le champ « {name} » est déclaré deux fois.", "Retirez l'un des deux blocs.")


def _uses(variant: Variant) -> list[tuple[int, str]]:
    try:
        return uses(variant.text)
    except TemplateError:
        return []


def _known() -> str:
    return f"Employez : {', '.join(VOCABULARY)}."


def _texts(answer: Answer, content: Content) -> Iterator[Fault]:
    for channel, variant in answer.variants.items():
        try:
            unknown = [*_words(answer, variant), *_parameters(answer, variant, content)]
        except TemplateError as error:
            yield Fault(answer.file, variant.line + error.line - 1, error.what, error.mend)
            continue
        yield from unknown
        yield from _figures(answer, variant)
        if not unknown and not _over(answer, content):
            yield from _rendered(answer, channel, variant, content)


def _over(answer: Answer, content: Content) -> bool:
    return answer.valid_to is not None and answer.valid_to < content.today


def _words(answer: Answer, variant: Variant) -> Iterator[Fault]:
    for line, word in uses(variant.text):
        at = variant.line + line - 1
        if word.startswith("blank."):
            if answer.blank(word.removeprefix("blank.")) is None:
                what = f"Le champ « {word.removeprefix('blank.')} » n'est pas déclaré."
                yield Fault(
                    answer.file, at, what, "Déclarez-le dans un bloc [[blanks]], ou corrigez son nom."
                )
        elif word not in VOCABULARY:
            yield Fault(answer.file, at, f"« {word} » n'existe pas.", _known())


def _parameters(answer: Answer, variant: Variant, content: Content) -> Iterator[Fault]:
    for line, code, year in parameters_used(variant.text):
        at = variant.line + line - 1
        day = date(year, 12, 31) if year else max(content.today, answer.valid_from)
        if code not in content.parameters:
            mend = "Ajoutez-le à data/reference/parameters/, ou corrigez son nom."
            yield Fault(answer.file, at, f"Le paramètre « {code} » n'existe pas.", mend)
        elif content.parameters.on(code, day) is None and not _over(answer, content):
            what = f"Le paramètre « {code} » n'a pas de valeur au {day:%d/%m/%Y}."
            yield Fault(
                answer.file, at, what, 'Corrigez ses dates, ou nommez l\'année : {{ parameter("…", 2026) }}.'
            )


def _figures(answer: Answer, variant: Variant) -> Iterator[Fault]:
    bare = _EXPRESSION.sub(lambda m: "\n" * m[0].count("\n"), variant.text)
    for number, line in enumerate(bare.splitlines()):
        at = variant.line + number
        if found := _FIGURE.search(line):
            what = f"Le chiffre « {found[0].strip()} » est écrit dans le texte."
            yield Fault(
                answer.file,
                at,
                what,
                'Mettez-le dans data/reference/parameters/ et écrivez {{ parameter("…") }}.',
            )
        if OPEN in line or CLOSE in line:
            yield Fault(
                answer.file,
                at,
                "Un champ est écrit à la main.",
                "Déclarez-le dans [[blanks]] et écrivez {{ blank.nom }}.",
            )


def _rendered(answer: Answer, channel: Channel, variant: Variant, content: Content) -> Iterator[Fault]:
    day = max(content.today, answer.valid_from)
    empty = RenderContext(day, parameters=content.parameters)
    full = replace(
        empty,
        usager_name="SARL EXEMPLE",
        siren="732829320",
        received_on=day,
        subject="Objet",
        centre="Centre",
    )
    for context in (empty, full):
        try:
            text = render(answer, channel, context).text
        except RenderError as error:
            yield Fault(
                answer.file,
                error.line,
                f"Texte impossible à composer : {error.what}",
                "Corrigez le texte ou le paramètre.",
            )
            return
    if len(text) > LONGEST[channel]:
        what = f"« ## {channel} » fait {len(text)} caractères."
        yield Fault(answer.file, variant.line, what, f"Restez sous {LONGEST[channel]}.")


def _parameter_faults(parameters: Parameters) -> Iterator[Fault]:
    for items in parameters.by_id.values():
        ordered = sorted(items, key=lambda item: item.valid_from)
        for item in ordered:
            if item.valid_to and item.valid_to < item.valid_from:
                yield Fault(
                    item.file, item.line, f"« {item.id} » finit avant de commencer.", "Corrigez ces dates."
                )
        yield from _overlaps(ordered)


def _overlaps(ordered: Iterable[Parameter]) -> Iterator[Fault]:
    for earlier, later in pairwise(ordered):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            what = f"Deux valeurs de « {later.id} » valent le même jour."
            yield Fault(later.file, later.line, what, "Donnez à la première un « valid_to » antérieur.")


_RULES: tuple[Callable[[Answer, Content], Iterator[Fault]], ...] = (
    _motifs,
    _links,
    _validity,
    _approval,
    _vat_references,
    _blanks,
    _texts,
)
