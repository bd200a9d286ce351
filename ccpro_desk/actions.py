"""The registry of what an agent can do: footer, help, palette and key bindings all read this one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ccpro_desk.screens import situation
from ccpro_desk.screens.situation import Situation


class Binding(StrEnum):
    """Who answers the key."""

    ALWAYS = "always"
    """The application, before whatever has the focus: it never reaches an editor."""
    OUTSIDE_EDITORS = "outside"
    """The application, when nothing that is typed into has the focus."""
    WIDGET = "widget"
    """The pane or window itself; listed so that help tells it."""
    NONE = "none"
    """No key: the palette."""


class Where(StrEnum):
    EVERYWHERE = "everywhere"
    """Also over an open window."""
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing an agent can do."""

    id: str
    label: str
    """As a button says it: an infinitive or a noun."""
    help: str
    keys: tuple[str, ...] = ()
    """The first is the one that is shown; the others are aliases of terminals that keep it for themselves."""
    binding: Binding = Binding.ALWAYS
    where: Where = Where.WORKSPACE
    words: tuple[str, ...] = ()
    """What may be typed after `:`."""
    short: str = ""
    """The footer's word; empty: not in the footer."""
    narrow: bool = False
    """Still in the footer of 80 columns."""
    why_not: Callable[[Situation], str] = situation.always
    """Why it is not allowed now, in a sentence; empty when it is."""
    aliases: tuple[str, ...] = ()
    """Keys that act only outside editors."""

    @property
    def ready(self) -> bool:
        """Whether this version has it."""
        return self.why_not is not situation.not_yet


E = Where.EVERYWHERE
ACTIONS: tuple[Action, ...] = (
    Action(
        "next",
        "Contact suivant",
        "Demande au centre le contact qui vous revient ; rien ne vient tout seul après une clôture.",
        ("f2",),
        words=("suivant",),
        short="Suivant",
        narrow=True,
        why_not=situation.may_ask_next,
    ),
    Action(
        "answers",
        "Fiches",
        "Cherche une fiche et l'insère dans votre texte ; sans rien taper, celles qui conviennent.",
        ("f3",),
        words=("fiches",),
        short="Fiches",
        narrow=True,
        why_not=situation.at_hand,
    ),
    Action(
        "acts",
        "Actes et rendez-vous",
        "Enregistre un acte de gestion ou prend un rendez-vous avec le SIE.",
        ("f4",),
        words=("actes", "rdv"),
        why_not=situation.not_yet,
    ),
    Action(
        "identity",
        "Vérifier l'identité",
        "Rattache le contact à un professionnel et note les contrôles faits ; jamais leurs réponses.",
        ("f5",),
        words=("identite",),
        short="Identité",
        narrow=True,
        why_not=situation.at_hand,
    ),
    Action(
        "review",
        "Relire et envoyer",
        "Montre ce qui part, à qui et par quel moyen ; F6 encore pour envoyer. Dix secondes pour annuler. "
        "Dans un appel : enregistre la note.",
        ("f6",),
        words=("envoyer",),
        short="Envoyer",
        narrow=True,
        why_not=situation.may_send,
    ),
    Action(
        "follow",
        "Suites",
        "Mettre de côté, reprendre, remettre en file ; plus tard : SIE, rappel, transfert.",
        ("f7", "f12"),
        words=("suites",),
        short="Suites",
        why_not=situation.has_contact,
    ),
    Action(
        "close",
        "Clore",
        "Ouvre les motifs, celui qui est deviné choisi ; Entrée y clôt le contact, F8 y ajoute un motif. "
        "F8 seul ne clôt jamais.",
        ("f8",),
        words=("clore",),
        short="Clore",
        narrow=True,
        why_not=situation.at_hand,
    ),
    Action(
        "phone",
        "Téléphone",
        "Quand un appel vous est proposé : décrocher ou refuser. En ligne : le menu de l'appel.",
        ("f9",),
        words=("telephone",),
        short="Tél.",
        narrow=True,
        why_not=situation.rings,
    ),
    Action(
        "status",
        "Mon état",
        "Disponible, pause, pause après ce contact, fin de service… : une lettre suffit.",
        ("ctrl+t",),
        words=("etat", "pause"),
        short="État",
    ),
    Action(
        "palette",
        "Toutes les commandes",
        "Tout ce que le poste sait faire, par son nom.",
        ("ctrl+p", "f10"),
        where=E,
        short="Tout",
        narrow=True,
        aliases=("colon",),
    ),
    Action(
        "help",
        "Aide de cet écran",
        "Les touches et ce qu'elles font.",
        ("ctrl+g", "f1"),
        where=E,
        words=("aide",),
        short="Aide",
        aliases=("question_mark",),
    ),
    Action(
        "reinforce",
        "Demander du renfort",
        "Appelle l'encadrant ou le soutien sur ce contact.",
        ("ctrl+r",),
        why_not=situation.not_yet,
    ),
    Action(
        "note",
        "Note interne",
        "Écrit une note que les agents lisent et que l'usager ne voit jamais.",
        ("ctrl+n",),
        words=("note",),
        why_not=situation.has_contact,
    ),
    Action(
        "attachment",
        "Ouvrir la pièce jointe",
        "Enregistre la pièce jointe dans un dossier privé de ce poste et l'ouvre si possible.",
        ("ctrl+o",),
        words=("piece",),
        why_not=situation.has_attachment,
    ),
    Action(
        "find",
        "Rechercher, filtrer",
        "Filtre mes contacts ; dans une fenêtre, revient au champ de recherche.",
        ("ctrl+f",),
        where=E,
    ),
    Action(
        "curtain",
        "Masquer l'écran",
        "Cache tout, tout de suite ; une touche le rend.",
        ("ctrl+l", "f11"),
        where=E,
        words=("masquer",),
    ),
    Action(
        "next_pane",
        "Volet suivant",
        "Passe au volet suivant ; dans une réponse, au blanc suivant tant qu'il en reste.",
        ("tab",),
        Binding.WIDGET,
    ),
    Action("previous_pane", "Volet précédent", "Revient au volet précédent.", ("shift+tab",), Binding.WIDGET),
    Action(
        "back",
        "Revenir",
        "Ferme la fenêtre ou quitte l'éditeur ; rien de ce qui est écrit n'est perdu.",
        ("escape",),
        Binding.WIDGET,
    ),
    Action(
        "take_back",
        "Annuler l'envoi",
        "Pendant dix secondes, et hors d'un éditeur, reprend la réponse qui vient de partir.",
        ("ctrl+z",),
        Binding.OUTSIDE_EDITORS,
        words=("annuler",),
        why_not=situation.may_take_back,
    ),
    Action(
        "undo",
        "Défaire, refaire",
        "Dans un éditeur : défait (Ctrl+Z) ou refait (Ctrl+Y) votre dernière frappe.",
        ("ctrl+z", "ctrl+y"),
        Binding.WIDGET,
    ),
    Action(
        "quote",
        "Déplier la citation",
        "Montre ou cache la partie du message que l'usager a citée.",
        ("d", "D"),
        Binding.OUTSIDE_EDITORS,
        why_not=situation.has_contact,
    ),
    Action(
        "park",
        "Mettre de côté",
        "Garde le contact à votre nom et libère votre place, avec un motif et une heure de reprise.",
        (),
        Binding.NONE,
        why_not=situation.active,
    ),
    Action(
        "resume",
        "Reprendre ce contact",
        "Reprend un contact mis de côté.",
        (),
        Binding.NONE,
        words=("reprendre",),
        why_not=situation.is_parked,
    ),
    Action(
        "release",
        "Remettre en file",
        "Rend le contact au centre ; votre brouillon reste avec lui.",
        (),
        Binding.NONE,
        why_not=situation.active,
    ),
    Action(
        "refer",
        "Transmettre au SIE",
        "Envoie au service des impôts des entreprises une fiche de liaison.",
        (),
        Binding.NONE,
        why_not=situation.not_yet,
    ),
    Action(
        "callback",
        "Programmer un rappel",
        "Promet un rappel à une heure dite.",
        (),
        Binding.NONE,
        why_not=situation.not_yet,
    ),
    Action(
        "transfer",
        "Transférer",
        "Confie le contact à un collègue ou à un autre centre.",
        (),
        Binding.NONE,
        why_not=situation.not_yet,
    ),
    Action(
        "sent",
        "Mes envois",
        "Tout ce que vous avez envoyé aujourd'hui et où cela en est.",
        (),
        Binding.NONE,
        words=("envois",),
    ),
    Action(
        "queue",
        "File du centre",
        "Ce qui attend au centre, sans noms ; à la demande seulement.",
        (),
        Binding.NONE,
        words=("file",),
        why_not=situation.connected,
    ),
    Action(
        "theme",
        "Changer de thème",
        "Clair, sombre ou contraste élevé.",
        (),
        Binding.NONE,
        where=E,
        words=("theme",),
    ),
    Action(
        "sign_out",
        "Terminer le service",
        "Vous passez hors service et le poste se ferme ; vos brouillons sont conservés.",
        (),
        Binding.NONE,
        words=("fin",),
    ),
    Action(
        "quit",
        "Quitter le poste",
        "Ferme le poste après une question ; vos brouillons et vos envois sont conservés.",
        ("ctrl+q",),
        where=E,
        words=("quitter",),
    ),
    Action(
        "nothing",
        "Touche sans effet",
        "Ctrl+K effacerait la fin de la ligne sans le dire : le poste la neutralise.",
        ("ctrl+k",),
        where=E,
    ),
)


@cache
def by_id() -> dict[str, Action]:
    return {action.id: action for action in ACTIONS}


KEY_NAMES = {
    "escape": "Échap",
    "tab": "Tab",
    "shift+tab": "Maj+Tab",
    "enter": "Entrée",
    "colon": ":",
    "question_mark": "?",
}


def key_name(key: str) -> str:
    """« F2 », « Ctrl+P », « Échap »."""
    if key in KEY_NAMES:
        return KEY_NAMES[key]
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return key.upper()


def footer_key(key: str) -> str:
    """« F2 », « ^P »: as the footer writes it."""
    return f"^{key[5:].upper()}" if key.startswith("ctrl+") else key_name(key)


def footer(*, narrow: bool) -> tuple[tuple[str, str, str], ...]:
    """(id, key, word) of what the footer shows."""
    shown = (action for action in ACTIONS if action.short and (action.narrow or not narrow))
    return tuple((action.id, footer_key(action.keys[0]), action.short) for action in shown)
