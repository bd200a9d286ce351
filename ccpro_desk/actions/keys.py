"""Keys: as a French keyboard, the footer and a person write them, and which may not be given to an action."""

from __future__ import annotations

import re
import unicodedata

_FRENCH = {
    "escape": "Échap",
    "tab": "Tab",
    "enter": "Entrée",
    "space": "Espace",
    "backspace": "Retour arrière",
    "delete": "Suppr",
    "insert": "Inser",
    "up": "Haut",
    "down": "Bas",
    "left": "Gauche",
    "right": "Droite",
    "home": "Début",
    "end": "Fin",
    "pageup": "Page préc.",
    "pagedown": "Page suiv.",
}
_MODIFIERS = {"ctrl": "Ctrl", "shift": "Maj", "alt": "Alt"}
_READ = {
    **{name.casefold(): key for key, name in _FRENCH.items()},
    **{key: key for key in _FRENCH},
    **{french.casefold(): key for key, french in _MODIFIERS.items()},
    **{key: key for key in _MODIFIERS},
    "control": "ctrl",
    "echap": "escape",
    "esc": "escape",
}
_UNLIKE_UNICODE = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Names that Textual shortens."""
_FUNCTION = re.compile(r"f([1-9]|1[0-2])")

MOVING = frozenset({*_FRENCH, "shift+tab"} - {"insert"})
"""Going back, moving, writing: no action takes them."""
HARMFUL = ("f6", "f7", "ctrl+f", "ctrl+k", "ctrl+q")
"""Textual's own in an editor or the application: they select or delete what is written, or quit. One that no
action has does nothing."""
_TAKEN = {
    **dict.fromkeys("aehijkmuvwxcd", "elle sert à écrire dans un éditeur"),
    **dict.fromkeys("bs", "le terminal, ou tmux, la garde pour lui"),
    "q": "le terminal la garde pour lui",
    "space": "le terminal ne la distingue pas toujours",
}
_UNDOING = frozenset({"ctrl+y", "ctrl+z"})
_TERMINALS = frozenset({"f1", "f10", "f11", "f12"})


def key_name(key: str) -> str:
    """« F2 », « Ctrl+P », « Échap »."""
    *modifiers, last = key.split("+")
    return "+".join((*(_MODIFIERS.get(m, m) for m in modifiers), _FRENCH.get(last) or _plain_name(last)))


def footer_key(key: str) -> str:
    """« F2 », « ^P »: as the footer writes it."""
    return f"^{key[5:].upper()}" if key.startswith("ctrl+") else key_name(key)


def read_key(written: str) -> str | None:
    """The key that a person wrote, « F2 », « ctrl+p », « Échap », « d »; none when there is no such key."""
    written = unicodedata.normalize("NFC", written).strip()
    if len(written) == 1:
        return _named(written.lower())
    *modifiers, last = [part.strip().casefold() for part in written.split("+")]
    read = [_READ.get(part, "") for part in modifiers]
    if not last or any(part not in _MODIFIERS for part in read):
        return None
    key = _READ.get(last) or (last if _FUNCTION.fullmatch(last) or len(last) == 1 else None)
    if key is None or key in _MODIFIERS:
        return None
    return "+".join((*sorted(read), key))


def is_typed(key: str) -> bool:
    """Whether the key is a character: it types in an editor and may act outside."""
    return "+" not in key and key not in _FRENCH and not _FUNCTION.fullmatch(key)


def why_never(key: str, *, outside: bool) -> str:
    """Why no action may have this key, even beside another; empty: it may."""
    if key in MOVING:
        return "elle sert à revenir, à se déplacer ou à écrire"
    if key in _UNDOING and not outside:
        return "elle défait et refait dans un éditeur"
    modifier, _, last = key.rpartition("+")
    if modifier == "ctrl" and last in _TAKEN:
        return _TAKEN[last]
    if modifier and not _FUNCTION.fullmatch(last) and not (modifier in ("alt", "ctrl") and _is_letter(last)):
        return "les terminaux ne la transmettent pas"
    if last.isdigit():
        return "sur un clavier AZERTY un chiffre demande Maj"
    return ""


def why_not_alone(key: str) -> str:
    """Why an action must have another key beside this one; empty: it need not."""
    if key in _TERMINALS:
        return "beaucoup de terminaux la gardent pour eux"
    if key == "insert" or (is_typed(key) and not _is_letter(key)):
        return "tous les claviers ne l'ont pas au même endroit"
    if key.startswith(("shift+", "alt+")) or (key.startswith("ctrl+") and _FUNCTION.fullmatch(key[5:])):
        return "tous les terminaux ne la distinguent pas"
    return ""


def _is_letter(key: str) -> bool:
    return len(key) == 1 and key.isascii() and key.isalpha()


def _plain_name(key: str) -> str:
    if len(key) == 1 or _FUNCTION.fullmatch(key):
        return key.upper()
    long = {short: name for name, short in _UNLIKE_UNICODE.items()}.get(key, key)
    for spelt in (long.replace("_", " "), long.replace("_", "-", 1).replace("_", " ")):
        try:
            return unicodedata.lookup(spelt.upper())
        except KeyError:
            continue
    return key


def _named(character: str) -> str | None:
    """As Textual names a character's key."""
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _UNLIKE_UNICODE.get(name, name) or None
