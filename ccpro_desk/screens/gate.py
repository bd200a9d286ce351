"""What stands before the workspace: the passphrase, signing in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ccpro_desk.desk.state import DeskState, LinkKind, Needs

if TYPE_CHECKING:
    from textual.screen import Screen


def gate_for(state: DeskState, stack: Sequence[Screen[Any]]) -> Screen[None] | None:
    """The screen to put on top for what the desk needs, unless it already stands there."""
    expired = state.link.kind is LinkKind.EXPIRED
    if state.needs is Needs.NOTHING and not expired:
        return None
    from ccpro_desk.screens.passphrase import PassphraseScreen
    from ccpro_desk.screens.sign_in import SignInScreen

    if state.needs in (Needs.PASSPHRASE, Needs.NEW_PASSPHRASE):
        standing = any(isinstance(s, PassphraseScreen) for s in stack)
        return None if standing else PassphraseScreen(new=state.needs is Needs.NEW_PASSPHRASE)
    return None if any(isinstance(s, SignInScreen) for s in stack) else SignInScreen(expired=expired)
