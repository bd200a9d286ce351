"""The agent's own service: state, help, curtain, the end of the day."""

from __future__ import annotations

from ccpro_desk.actions.model import Action, Binding, Where
from ccpro_desk.screens import situation

SERVICE: tuple[Action, ...] = (
    Action(
        "status",
        "Mon état",
        "Disponible, pause, pause après ce contact, fin de service… : une lettre suffit.",
        ("ctrl+t",),
        words=("etat", "pause"),
        short="État",
    ),
    Action(
        "reinforce",
        "Demander du renfort",
        "Appelle l'encadrant ou le soutien sur ce contact.",
        ("ctrl+r",),
        why_not=situation.not_yet,
    ),
    Action(
        "curtain",
        "Masquer l'écran",
        "Cache tout, tout de suite ; une touche le rend.",
        ("ctrl+l", "f11"),
        where=Where.EVERYWHERE,
        words=("masquer",),
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
        traps=("ctrl+q",),
        binding=Binding.NONE,
        where=Where.EVERYWHERE,
        words=("quitter",),
    ),
)
