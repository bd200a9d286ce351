"""What may be set, and to what: one table, read by the settings screen, the file and the doctor.

A new setting is a field of `Preferences` and a line of `SETTINGS`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ccpro_desk.desk.preferences.model import LOOKS, Value


@dataclass(frozen=True, slots=True)
class Choice:
    value: Value
    word: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set, among a few values."""

    id: str
    """The field of `Preferences` and the name in the file."""
    label: str
    help: str
    choices: tuple[Choice, ...]

    def word(self, value: Value) -> str:
        return next((choice.word for choice in self.choices if same(choice.value, value)), str(value))

    def allows(self, value: object) -> bool:
        return any(same(choice.value, value) for choice in self.choices)

    def after(self, value: Value, step: int = 1) -> Value:
        """The choice that comes after `value`, going round."""
        at = next((n for n, choice in enumerate(self.choices) if same(choice.value, value)), -1)
        return self.choices[(at + step) % len(self.choices)].value


def same(one: object, other: object) -> bool:
    """`True` is not 1 here."""
    return type(one) is type(other) and one == other


YES_NO = (Choice(True, "oui"), Choice(False, "non"))
SETTINGS: tuple[Setting, ...] = (
    Setting(
        "theme",
        "Thème",
        "Automatique : contraste élevé quand le terminal n'a que 16 couleurs ou n'en veut pas, sinon sombre.",
        tuple(
            map(
                Choice, LOOKS, ("automatique", "sombre", "clair", "contraste élevé", "personnel (theme.toml)")
            )
        ),
    ),
    Setting(
        "ring",
        "Sonnerie",
        "Un appel s'annonce toujours par un bandeau ; l'image le fait ressortir, le son le fait entendre.",
        (Choice("les deux", "son et image"), Choice("son", "son"), Choice("image", "image")),
    ),
    Setting(
        "curtain_minutes",
        "Mot de passe du rideau",
        "Après ce temps, l'écran masqué ne revient qu'avec votre mot de passe.",
        tuple(Choice(n, f"après {n} min" if n else "tout de suite") for n in (0, 1, 2, 5, 10, 15)),
    ),
    Setting(
        "spelling",
        "Orthographe",
        "Souligne dans vos textes les mots que le dictionnaire ne connaît pas.",
        YES_NO,
    ),
    Setting(
        "typography",
        "Typographie",
        "Met pendant la frappe les capitales accentuées, « » et espaces insécables\u00a0; Ctrl+Z défait.",
        YES_NO,
    ),
    Setting(
        "set_up",
        "Premier réglage fait",
        "Non : le poste le proposera de nouveau à son prochain démarrage.",
        YES_NO,
    ),
)


def setting(id_: str) -> Setting:
    return next(known for known in SETTINGS if known.id == id_)
