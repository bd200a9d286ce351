"""An act's form for one contact: what is typed, what it says, and what is against it; no screen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from ccpro_desk.domain.acts.catalogue import Act, Catalogue, Field, FieldType
from ccpro_desk.domain.acts.checking import Form, check_form, holds
from ccpro_desk.domain.acts.detail import Value
from ccpro_desk.domain.acts.eligibility import Reason, eligibility
from ccpro_desk.domain.acts.prefill import prefill
from ccpro_desk.domain.motifs import fold
from ccpro_desk.domain.usager import Usager
from ccpro_desk.wire.contact_view import ContactView
from ccpro_desk.wire.views import DossierView

TYPED = "·"
"""Set in `typed` once the form was shown: what is emptied since stays empty."""


class ActForm:
    """`typed` is the caller's: what is written there is found again when the form is opened again."""

    def __init__(
        self, act: Act, view: ContactView, dossier: DossierView | None, today: date, typed: dict[str, str]
    ) -> None:
        self.act, self.today, self.typed = act, today, typed
        self._view, self._dossier = view, dossier
        self._usager, self._masked = known_of(dossier)
        if TYPED not in typed:
            self._begin()

    def know(self, view: ContactView, dossier: DossierView | None) -> None:
        """The identity or the file is known better: what was typed stays, what was empty is filled."""
        self._view, self._dossier = view, dossier
        self._usager, self._masked = known_of(dossier)
        self._begin()

    @property
    def form(self) -> Form:
        """What is typed, as values, and what is wrong with it."""
        given: dict[str, Value] = {field.id: self.typed.get(field.id, "") for field in self.act.fields}
        siren = self._view.usager.siren if self._view.usager else None
        return check_form(self.act, given, self.today, siren)

    @property
    def shown(self) -> tuple[Field, ...]:
        """The fields that ask something now."""
        values = self.form.values
        return tuple(field for field in self.act.fields if holds(field.when, values))

    @property
    def against(self) -> tuple[Reason, ...]:
        """Why the usager may not have it, as far as is known here."""
        return eligibility(
            self.act, self._usager, self._view, self.today, self.form.values, masked=self._masked
        )

    @property
    def as_of(self) -> datetime | None:
        """The date of the file that it is filled on."""
        return self._dossier.as_of if self._dossier is not None else None

    def _begin(self) -> None:
        self.typed[TYPED] = TYPED
        if self._usager is None:
            return
        found = prefill(self.act, self._usager, self._view, self.today, masked=self._masked)
        for field in self.act.fields:
            if field.id in found and not self.typed.get(field.id):
                self.typed[field.id] = written(field, found[field.id])


def known_of(dossier: DossierView | None) -> tuple[Usager | None, Collection[str]]:
    """The file as the rules read it, and the names of what is masked in it."""
    if dossier is None:
        return None, ()
    if isinstance(dossier.fields, Usager):
        return dossier.fields, dossier.masked
    from ccpro_desk.wire.codec import Malformed, read

    given = {name: value for name, value in dossier.fields.items() if value is not None}
    try:
        return read(Usager, {**given, "siren": dossier.siren}), dossier.masked
    except Malformed:
        return None, ()  # a later central's: nothing is known here that could be against it


def offers(
    catalogue: Catalogue,
    view: ContactView,
    dossier: DossierView | None,
    today: date,
    families: Collection[str],
) -> tuple[tuple[Act, tuple[Reason, ...]], ...]:
    """Each act with what is against it: those that suit first, among them those of these motif families."""
    usager, masked = known_of(dossier)
    found = [(act, eligibility(act, usager, view, today, masked=masked)) for act in catalogue]

    def place(offer: tuple[Act, tuple[Reason, ...]]) -> tuple[bool, bool]:
        act, reasons = offer
        likely = any(family in fold(act.family).split() for family in families)
        return any(not reason.level for reason in reasons), not likely

    return tuple(sorted(found, key=place))


def written(field: Field, value: Value) -> str:
    """A value as somebody would type it."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if field.type is FieldType.MONEY:
        euros, cents = divmod(int(value), 100)
        return f"{euros},{cents:02d}" if cents else str(euros)
    if field.type is FieldType.DATE:
        try:
            return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
        except ValueError:
            return str(value)
    return str(value)
