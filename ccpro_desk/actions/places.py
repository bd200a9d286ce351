"""Screens one goes to, and what changes how they look."""

from __future__ import annotations

from ccpro_desk.actions.arguments import LOOK, TEXT
from ccpro_desk.actions.model import Action, Binding, Where
from ccpro_desk.screens import situation

PLACES: tuple[Action, ...] = (
    Action(
        "palette",
        "Toutes les commandes",
        "Tout ce que le poste sait faire, par son nom.",
        ("ctrl+p", "f10"),
        where=Where.EVERYWHERE,
        short="Tout",
        narrow=True,
    ),
    Action(
        "place",
        "Aller à",
        "« : » puis un nom, et ce qu'il demande : « :file », « :fiches cfe » ; Tab complète.",
        binding=Binding.NONE,
        where=Where.EVERYWHERE,
        aliases=("colon",),
    ),
    Action(
        "help",
        "Aide de cet écran",
        "Les touches et ce qu'elles font.",
        ("ctrl+g", "f1"),
        where=Where.EVERYWHERE,
        words=("aide",),
        short="Aide",
        aliases=("question_mark",),
    ),
    Action(
        "find",
        "Rechercher, filtrer",
        "Filtre mes contacts ; dans une fenêtre, revient au champ de recherche.",
        ("ctrl+f",),
        where=Where.EVERYWHERE,
        words=("rechercher",),
        argument=TEXT,
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
        where=Where.EVERYWHERE,
        words=("theme",),
        argument=LOOK,
    ),
    Action(
        "settings",
        "Réglages",
        "Thème, sonnerie, rideau, orthographe ; où sont vos fichiers, et leurs erreurs.",
        binding=Binding.NONE,
        where=Where.EVERYWHERE,
        words=("reglages",),
    ),
    Action(
        "set_up",
        "Premier réglage",
        "Trois essais : l'écran, les touches, la sonnerie.",
        binding=Binding.NONE,
        where=Where.EVERYWHERE,
        words=("essais",),
    ),
    Action(
        "reglette",
        "Réglette des touches",
        "Écrit un PDF de vos touches, à imprimer et à poser au-dessus du clavier.",
        binding=Binding.NONE,
        where=Where.EVERYWHERE,
        words=("reglette",),
    ),
)
