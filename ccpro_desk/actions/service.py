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
        why_not=situation.not_of_the_sie,
    ),
    Action(
        "pause_after",
        "Pause après ce contact",
        "Passe en pause une fois vos mains libres ; encore une fois : y renonce.",
        (),
        Binding.NONE,
        why_not=situation.may_set_after,
    ),
    Action(
        "begin",
        "Commencer le service",
        "La page du début de service : mot du plateau, rappels promis, contacts mis de côté, nouveautés.",
        (),
        Binding.NONE,
        words=("debut",),
        why_not=situation.off_duty,
    ),
    Action(
        "reinforce",
        "Demander du renfort",
        "Prévient votre encadrement, avec un sujet si vous voulez ; vous restez dans votre texte.",
        ("ctrl+r",),
        words=("renfort",),
        why_not=situation.may_ask_for_help,
    ),
    Action(
        "difficult",
        "Situation difficile",
        "La phrase à dire, comment mettre fin à l'échange ; prévient l'encadrement et vous retire de la file "
        "cinq minutes.",
        (),
        Binding.NONE,
        words=("difficile",),
        why_not=situation.has_contact,
    ),
    Action(
        "curtain",
        "Masquer l'écran",
        "Cache tout, tout de suite ; une touche le rend, et après un moment votre mot de passe.",
        ("ctrl+l", "f11"),
        where=Where.EVERYWHERE,
        words=("masquer",),
    ),
    Action(
        "curtain_code",
        "Code du rideau",
        "Choisit un code pour l'écran masqué, quand vous vous connectez par le portail.",
        (),
        Binding.NONE,
        where=Where.EVERYWHERE,
        words=("code",),
        why_not=situation.signed_in,
    ),
    Action(
        "sign_out",
        "Terminer le service",
        "Plus rien ne vous est proposé ; ce qui reste est à confier, puis le poste se ferme.",
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
