"""Untrusted text: what may act on a terminal, or hide what a person reads, is taken out at the door.

Removed: C0 and C1 controls, DEL, bidirectional overrides and isolates, zero-width characters,
variation selectors, lone surrogates, noncharacters. Textual hands ESC and OSC 52 of any text to the terminal:
escape sequences lose their introducer *and* their parameters.
"""

from __future__ import annotations

import re
import unicodedata

# Whole escape sequences go, so that no "[31m" is left in the reader's way.
_SEQUENCE = re.compile(
    "(?:\x1b[\\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c\n]{0,4096}(?:\x07|\x1b\\\\|\x9c)"
    "|(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]"
    "|\x1b[ -/]{0,4}[0-~]"
)
_FORBIDDEN_RANGES = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff"
)
_FORBIDDEN = re.compile(f"[{_FORBIDDEN_RANGES}]")
_NEWLINES = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_BLANKS = re.compile("[ \t\n\u1680\u2000-\u200a\u205f\u3000]+")
"""Blanks that may be put together; the no-break spaces of good French stay."""


def clean(text: str, *, keep_newlines: bool = True) -> str:
    """Untrusted `text` as plain readable text, in NFC: safe to store, to show, to send.

    With `keep_newlines` false, line ends and tabs become single spaces: for subjects, names, file names.
    """
    text = _SEQUENCE.sub("", text)
    text = _NEWLINES.sub("\n", text)
    text = _FORBIDDEN.sub("", text)
    text = unicodedata.normalize("NFC", text)
    if not keep_newlines:
        text = _BLANKS.sub(" ", text).strip()
    return text


def is_clean(text: str) -> bool:
    """Whether `clean` would find nothing to remove."""
    return _FORBIDDEN.search(text) is None and "\r" not in text
