"""A usager's whole file, for a screen of its own: every date that is known, and why what is masked is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ccpro_desk.answers.french import money
from ccpro_desk.domain.text import clean
from ccpro_desk.widgets import words
from ccpro_desk.widgets.dossier import LISTS, MASKED, day_of, expected_first, is_late, on_line, read_from
from ccpro_desk.widgets.pane import Block, field, said

if TYPE_CHECKING:
    from ccpro_desk.wire.contact_view import ContactView
    from ccpro_desk.wire.views import DossierView

_LABEL = 12
_ITEM = 9
Reader = Callable[[str], Any]


def page(known: DossierView, why: str) -> list[Block]:
    """All that the central gives at this level; `why`: why it gives no more."""
    at = f"Dossier lu au centre, tel qu'il était {words.moment(known.as_of)}"
    return [said(at, "$quiet"), Block(), *_public(known), *_parts(known, why)]


def why_masked(view: ContactView | None, level: int) -> str:
    """What keeps the rest masked, and what opens it."""
    if level >= 1:
        return ""
    if view is None:
        return "ce dossier est ouvert au niveau des renseignements publics."
    if words.ordinary_mail(view):
        return "un courriel ordinaire n'identifie personne, quelle que soit son adresse."
    if view.identification.at:
        return "la vérification d'identité n'a pas été concluante (F5 recommence)."
    return "l'identité de la personne n'est pas vérifiée (F5 la vérifie)."


def _public(known: DossierView) -> Iterator[Block]:
    get = read_from(known)
    yield said("Registre public", "bold $secondary")
    activity, naf = get("activity"), get("naf")
    rows = (
        ("SIREN", words.siren(known.siren)),
        ("SIRET siège", get("siret")),
        ("TVA", get("vat")),
        ("Activité", f"{activity or ''} ({naf})" if naf else activity),
        ("Siège", _address(get)),
        ("Créée le", day_of(get("created_on")) if get("created_on") else None),
        ("SIE", str(read_from(get("sie"))("name")) if get("sie") else None),
    )
    for label, value in rows:
        if value:
            yield field(label, on_line(str(value)), width=_LABEL)
    if get("state") == "C":
        yield said("! Entreprise cessée au registre", "bold $warning")


def _address(get: Reader) -> str:
    address = get("address")
    if not address:
        return ""
    part = read_from(address)
    return clean(
        ", ".join([*(part("lines") or ()), f"{part('postcode') or ''} {part('city') or ''}".strip()])
    )


def _parts(known: DossierView, why: str) -> Iterator[Block]:
    for name, label in LISTS.items():
        if name in known.masked:
            continue
        yield Block()
        yield said(label, "bold $secondary")
        readers = sorted(map(read_from, read_from(known)(name) or ()), key=_ORDER.get(name, _as_given))
        yield from (_SHOWN[name](get) for get in readers)
        if not readers:
            yield said(" néant", "$quiet")
    if known.masked:
        yield Block()
        yield from (field(label, MASKED, width=20) for name, label in LISTS.items() if name in known.masked)
        yield Block()
        yield Block(said(f"Masqué : {why}", "$warning").content, hint=True)


def _row(lead: object, text: str, style: str = "") -> Block:
    return field(f" {clean(str(lead or ''), keep_newlines=False)}", on_line(text), width=_ITEM, style=style)


def _dated(get: Reader, *names: tuple[str, str]) -> str:
    """« , depuis le 01/01/2020 »: the dates that are known, each with its word."""
    return "".join(f", {word} {day_of(get(name))}" for name, word in names if get(name))


def _regime(get: Reader) -> Block:
    dates = _dated(get, ("since", "depuis le"), ("until", "jusqu'au"))
    return _row(get("tax"), f"{get('label') or get('regime')}{dates}")


def _obligation(get: Reader) -> Block:
    late, done = is_late(get), get("filed_on") or get("paid_on")
    dates = _dated(get, ("due_on", "échéance le"), ("filed_on", "déposée le"), ("paid_on", "payée le"))
    amount = f", {money(get('amount_cents'))}" if get("amount_cents") is not None else ""
    mark = "! en retard : " if late else ""
    return _row(
        get("tax"),
        f"{mark}{get('form')} {get('period')}{dates}{amount}",
        "bold $warning" if late else "" if done else "bold",
    )


def _claim(get: Reader) -> Block:
    left, principal, penalties = (
        money(int(get(f"{name}_cents") or 0)) for name in ("balance", "principal", "penalties")
    )
    sums = f"principal {principal}, pénalités {penalties}"
    return _row(get("tax"), f"{get('period')} {get('nature')} : reste {left} ({sums})")


def _account(get: Reader) -> Block:
    more = "".join(f", {name.upper()} {get(name)}" for name in ("bic", "rum") if get(name))
    return _row("IBAN", f"•••• {get('iban_last4')} {get('use') or ''}{more}")


def _person(get: Reader) -> Block:
    scope = f", {get('scope')}" if get("scope") else ""
    dates = _dated(get, ("since", "depuis le"), ("until", "jusqu'au"))
    return _row("", f"{get('name')}, {get('role')}{scope}{dates}")


def _contact(get: Reader) -> Block:
    whom = ", ".join(str(part) for part in (get("person"), get("role")) if part)
    if get("kind") == "phone":
        return _row("Tél.", f"{words.phone(str(get('value')))}  {whom}")
    return _row("Mél", f"{get('value')}  {whom}")


def _as_given(_: Any) -> int:
    return 0


_ORDER: dict[str, Callable[[Any], Any]] = {"obligations": expected_first}
_SHOWN: dict[str, Callable[[Reader], Block]] = {
    "contacts": _contact,
    "regimes": _regime,
    "obligations": _obligation,
    "claims": _claim,
    "accounts": _account,
    "representatives": _person,
}
