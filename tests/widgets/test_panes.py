"""Panes, lists and bars, each in a tiny application."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

from textual.app import App, ComposeResult
from textual.content import Content

from ccpro_desk.desk.state import SendState, Sent
from ccpro_desk.domain.identification import Identification
from ccpro_desk.domain.usager import Claim, Obligation, Regime, Representative, Usager, masked_fields
from ccpro_desk.domain.values import Direction, Message, Sending
from ccpro_desk.widgets import contacts, themes
from ccpro_desk.widgets.bars import spread
from ccpro_desk.widgets.dossier import LISTS, dossier
from ccpro_desk.widgets.file.parts import File
from ccpro_desk.widgets.line_list import Entry, LineList
from ccpro_desk.widgets.message import conversation, quoted_from
from ccpro_desk.widgets.pane import Block, Pane, field, plain, said, wrap
from ccpro_desk.wire.views import DossierView, UsagerRef
from tests.screens.scripted import NOW, contact

TODAY = date(2026, 11, 24)


class Showing(App[None]):
    """One widget on a small screen."""

    def __init__(self, widget: Pane) -> None:
        super().__init__()
        self.widget = widget
        for look in themes.THEMES.values():
            self.register_theme(look)
        self.theme = "sombre"

    def compose(self) -> ComposeResult:
        yield self.widget


def lines(pane: Pane) -> list[str]:
    return [pane.render_line(y).text.rstrip() for y in range(pane.size.height)]


def read(blocks: list[Block]) -> str:
    return "\n".join(f"{b.lead.plain} {b.content.plain}" for b in blocks)


async def test_a_pane_wraps_in_its_columns_and_never_reads_markup() -> None:
    pane = Pane()
    async with Showing(pane).run_test(size=(24, 8)) as pilot:
        pane.show([field("De", "un nom [/x] bien trop long pour une ligne", width=5), *plain("[red]x")])
        await pilot.pause()
        shown = lines(pane)
        assert shown[0].startswith("De   un nom [/x]") and shown[1].startswith("     ")
        assert "[red]x" in shown


def test_no_break_spaces_hold() -> None:
    wrapped = wrap(said("reprise à 15\u00a0h\u00a030"), 13)
    assert [line.plain.strip() for line in wrapped] == ["reprise à", "15\u00a0h\u00a030"]


async def test_a_pane_shows_the_part_it_is_scrolled_to() -> None:
    pane = Pane()
    async with Showing(pane).run_test(size=(20, 5)) as pilot:
        pane.show(plain("\n".join(f"ligne {n}" for n in range(50))))
        await pilot.pause()
        pane.focus()
        await pilot.press("end")
        await pilot.pause()
        pane.scroll_end(animate=False)
        await pilot.pause()
        assert lines(pane)[-1] == "ligne 49"


async def test_a_list_marks_keeps_and_chooses() -> None:
    mine = LineList()
    entries = [Entry(str(n), (said(f"nom {n}"), said("objet")), gap=1) for n in range(30)]
    heard: list[LineList.Highlighted | LineList.Chosen] = []

    class Listening(Showing):
        def on_line_list_highlighted(self, event: LineList.Highlighted) -> None:
            heard.append(event)

        def on_line_list_chosen(self, event: LineList.Chosen) -> None:
            heard.append(event)

    async with Listening(mine).run_test(size=(20, 9)) as pilot:
        mine.fill(entries)
        mine.focus()
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert [(type(e).__name__, e.key) for e in heard] == [
            ("Highlighted", "1"),
            ("Highlighted", "2"),
            ("Chosen", "2"),
        ]
        assert "▌nom 2" in lines(mine)
        mine.fill([entries[2], entries[0]])
        assert mine.key == "2"
        mine.fill([entries[0]])
        assert mine.key == "0"
        await pilot.press("end")
        mine.fill([])
        assert mine.key is None
        await pilot.press("enter", "down")


def test_the_link_is_never_cut_from_the_status_bar() -> None:
    left, centre, right = (
        Content("CC Pros Lons-le-Saunier · plateau 3"),
        Content("Disponible"),
        Content("Hors connexion depuis 14 h 02, 3 envois"),
    )
    for width in (120, 80, 60):
        line = spread(width, left, centre, right)
        assert line.cell_length == width and line.plain.endswith("3 envois") and "Disponible" in line.plain
    marked = spread(64, left, centre, right, Content("DÉMONSTRATION "))
    assert (
        marked.cell_length == 64
        and marked.plain.startswith("DÉMONSTRATION ")
        and marked.plain.endswith("3 envois")
    )


def test_what_the_usager_quotes_is_folded() -> None:
    text = "Merci.\n\nLe 3 mai 2026 à 09:12, CC Pros a écrit :\n> Bonjour\n> Cordialement"
    held = contact(text=text)
    folded, unfolded = read(conversation(held, unfolded=False)), read(conversation(held, unfolded=True))
    assert "Merci." in folded and "Cordialement" not in folded and "3 lignes de citation" in folded
    assert "Cordialement" in unfolded
    assert quoted_from(["Bonjour", "De : CC Pros", "Envoyé : lundi", "ancien"]) == 1
    assert quoted_from(["De : moi", "rien d'autre"]) == 2


def test_a_reply_shows_where_it_stands_and_a_refusal_its_text() -> None:
    held = contact()
    reply = Message(uuid4(), Direction.OUT, NOW, "Claire Vasseur", "Voici.", status=Sending.UNSURE)
    refused = Sent(
        uuid4(),
        held.id,
        "contact.reply",
        "Réponse",
        SendState.REFUSED,
        NOW,
        "Ce contact est clos.",
        text="Perdu ?",
    )
    held = replace(held, view=replace(held.view, messages=(*held.view.messages, reply)), refusals=(refused,))
    shown = read(conversation(held, unfolded=False))
    assert "À vérifier" in shown and "Refusé : Ce contact est clos." in shown and "Perdu ?" in shown


def test_an_empty_message_says_so() -> None:
    assert "(message vide)" in read(conversation(contact(text=""), unfolded=False))


def test_what_is_masked_is_told() -> None:
    held = contact(usager=UsagerRef("732829320", "SARL FOURNIL"))
    usager = Usager("732829320", "SARL FOURNIL", naf="10.71C")
    known = DossierView("732829320", 0, NOW, masked_fields(0), usager)
    shown = read(dossier(held.view, known, "", File(known, usager, TODAY)))
    assert "10.71C" in shown and "·········" in shown and all(label in shown for label in LISTS.values())
    assert "F5 l'ouvre" in shown


def test_an_opened_file_is_told_by_tax_with_what_is_owed() -> None:
    late = Obligation("TVA", "3310-CA3-SD", "2026-10", date(2026, 11, 23), amount_cents=107800)
    usager = Usager(
        "732829320",
        "SARL FOURNIL",
        regimes=(Regime("TVA", "réel normal"),),
        obligations=(late, replace(late, period="2026-11", due_on=date(2026, 12, 21))),
        claims=(Claim("TVA", "2026-09", "droits", 123450, 0, 123450),),
        representatives=(Representative("Cabinet Rivoire", "expert-comptable", until=date(2026, 11, 23)),),
    )
    known = DossierView("732829320", 1, NOW, (), usager)
    held = contact(usager=UsagerRef("732829320", "SARL FOURNIL"))
    known_at = Identification(1, ("amount", "iban4"), NOW)
    view = replace(held.view, identification=known_at)
    blocks = dossier(view, known, "", File(known, usager, TODAY))
    shown = read(blocks).replace("\u00a0", " ")
    for told in (
        "! en retard : 3310-CA3-SD octobre 2026, 23/11/2026",
        "pour le 21/12/2026, 3310-CA3-SD, 1 078 €",
        "reste 1 234,50 €, 1 créance",
        "! Mandat hors vigueur : Cabinet Rivoire",
        "Identité vérifiée : dossier",
    ):
        assert told in shown, shown
    assert "·········" not in shown
    coming = next(b for b in blocks if "pour le" in b.content.plain)
    assert any("1\u00a0078\u00a0€" in line.plain for line in wrap(coming, 29)), "an amount is not cut in two"


def test_a_file_that_cannot_be_read_says_why() -> None:
    held = contact(usager=UsagerRef("732829320", "SARL FOURNIL"))
    assert "Hors connexion" in read(dossier(held.view, None, "Hors connexion : ce dossier n'est pas ici."))


def test_a_refused_contact_stands_out_in_words() -> None:
    refused = Sent(uuid4(), None, "contact.close", "Clôture", SendState.REFUSED, NOW, "refusé")
    (entry,) = contacts.entries([contact(refusals=(refused,))])
    assert "refusé, à revoir" in read(list(entry.blocks))
