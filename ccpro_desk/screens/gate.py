"""What stands before the workspace: the passphrase, signing in, the page that a service starts with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ccpro_desk.desk.state import DeskState, LinkKind, Needs
from ccpro_desk.domain.values import Role, Status

if TYPE_CHECKING:
    from textual.screen import Screen


def gate_for(state: DeskState, stack: Sequence[Screen[Any]]) -> Screen[Any] | None:
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


def starts_service(state: DeskState) -> bool:
    """Somebody who takes contacts all day is signed in and out of service: their day begins."""
    lines = (LinkKind.UP_TO_DATE, LinkKind.RECONNECTING, LinkKind.OFFLINE)
    agent = state.agent
    if agent is None or agent.status is not Status.OFFLINE or agent.role not in (Role.AGENT, Role.TUTOR):
        return False
    return state.needs is Needs.NOTHING and state.link.kind in lines
