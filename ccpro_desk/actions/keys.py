"""Keys as a French keyboard and the footer write them."""

from __future__ import annotations

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
