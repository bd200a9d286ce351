"""How well one colour reads on another: WCAG 2.2, success criterion 1.4.3."""

from __future__ import annotations

from textual.color import Color

AA = 4.5
"""The least for text."""


def ratio(ink: Color, ground: Color) -> float:
    """From 1 to 21."""
    dark, light = sorted((_luminance(ink), _luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    parts = (c / 255 for c in colour.rgb)
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
