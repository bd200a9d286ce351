"""The fiche as it leaves: read once more, with what the usager is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk.desk.state import DeskContact
from ccpro_desk.domain.referral.detail import HASTE_LABELS
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.review import AGAIN_S
from ccpro_desk.widgets import words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.pane import Block, Pane, field, plain, said
from ccpro_desk.widgets.referral import already, said_so_far

if TYPE_CHECKING:
    from ccpro_desk.screens.referral import Fiche

_WIDTH = 16


class FicheReview(Window[bool]):
    """F6 records; a second F6 within 700 ms does nothing. Enter does not."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#text"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, contact: DeskContact, fiche: Fiche, *, offline: bool) -> None:
        super().__init__()
        self._contact, self._fiche, self._offline = contact, fiche, offline

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content("Relire la fiche de liaison")
            yield Pane(id="text")
            yield NoticeBar()
            yield KeyBar((("review", "F6", "Transmettre au SIE"), ("leave", "Échap", "Revenir à la fiche")))

    def on_mount(self) -> None:
        self.query_one("#text", Pane).show(
            [
                *self._head(),
                Block(),
                *self._facts(),
                Block(),
                *already(said_so_far(self._contact.view)),
                *self._message(),
            ]
        )
        if self._offline:
            self.say(
                "Hors connexion : la fiche est enregistrée ici et partira au retour du centre.", "warning"
            )

    def _head(self) -> list[Block]:
        fiche, view = self._fiche, self._contact.view
        usager = f"{words.who(view)} · {words.siren(view.usager.siren)}" if view.usager else words.who(view)
        promised = words.long_day(fiche.promised_on) if fiche.promised_on else "aucune date promise"
        rows = [
            field("Pour", fiche.office, width=_WIDTH, style="bold"),
            field("Usager", usager, width=_WIDTH),
            field("Motif", fiche.motif_label, width=_WIDTH),
            field("Urgence", HASTE_LABELS[fiche.haste], width=_WIDTH),
            field("Promis pour le", promised, width=_WIDTH),
        ]
        rows += [field("Pièce", words.attached(ref), width=_WIDTH) for ref in fiche.files]
        if fiche.article is not None:
            rows.append(field("Périmètre", fiche.article.cited, width=_WIDTH, style="$quiet"))
        if fiche.why:
            rows.append(field("Malgré cela", fiche.why, width=_WIDTH, style="bold $warning"))
        if view.usager is None:
            rows += [
                Block(),
                said("! Aucun dossier n'est rattaché : F5 d'abord, si vous le pouvez.", "$warning"),
            ]
        return rows

    def _facts(self) -> list[Block]:
        return [said("Les faits", "bold $secondary"), *plain(self._fiche.facts)]

    def _message(self) -> list[Block]:
        if not self._fiche.message:
            return [Block(), said("Rien n'est écrit à l'usager.", "$quiet")]
        head = said("Envoyé à l'usager avec la fiche", "bold $secondary")
        ordinary = words.ordinary_mail(self._contact.view)
        warned = (
            [said("! Courriel ordinaire : aucune donnée du dossier.", "bold $warning")] if ordinary else []
        )
        return [Block(), head, *warned, *plain(self._fiche.message), *self._signed()]

    def _signed(self) -> list[Block]:
        signature = self._fiche.signature
        added = said("Signature du centre, ajoutée à l'envoi :", "$quiet")
        return [Block(), added, *plain(signature)] if signature else []

    def do_review(self) -> None:
        if self.settled(AGAIN_S):
            self.dismiss(True)

    def do_leave(self) -> None:
        self.action_back()
