"""Moving between panes and writing: most of it is done by the widgets themselves."""

from __future__ import annotations

from ccpro_desk.actions.model import Action, Binding, Where
from ccpro_desk.screens import situation

EDITING: tuple[Action, ...] = (
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
        "undo",
        "Défaire, refaire",
        "Dans un éditeur : défait (Ctrl+Z) ou refait (Ctrl+Y) votre dernière frappe.",
        ("ctrl+z", "ctrl+y"),
        Binding.WIDGET,
    ),
    Action(
        "spelling",
        "Vérifier l'orthographe",
        "Va d'un mot inconnu du dictionnaire au suivant : le corriger, le laisser, ou l'ajouter au vôtre.",
        binding=Binding.NONE,
        words=("orthographe",),
        why_not=situation.at_hand,
    ),
    Action(
        "dictate",
        "Épeler",
        "Coupe en groupes de trois et épelle ce qui est sélectionné, le SIREN ou l'adresse : pour dicter.",
        binding=Binding.NONE,
        words=("epeler",),
        why_not=situation.has_contact,
    ),
    Action(
        "enclose",
        "Joindre un fichier",
        "Ajoute un fichier de ce poste à la réponse, ou en retire un ; 25\u00a0Mo au plus.",
        binding=Binding.NONE,
        words=("joindre",),
        why_not=situation.may_enclose,
    ),
    Action(
        "nothing",
        "Touche sans effet",
        "Ctrl+K efface la fin d'une ligne sans le dire : le poste la neutralise, comme F6, F7 et Ctrl+F "
        "quand rien ne s'en sert.",
        traps=("ctrl+k",),
        where=Where.EVERYWHERE,
    ),
)
