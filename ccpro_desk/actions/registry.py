"""All actions, in the order in which help and palette show them."""

from __future__ import annotations

from functools import cache

from ccpro_desk.actions.contact import CONTACT
from ccpro_desk.actions.editing import EDITING
from ccpro_desk.actions.model import Action
from ccpro_desk.actions.places import PLACES
from ccpro_desk.actions.service import SERVICE

ACTIONS: tuple[Action, ...] = (*CONTACT, *SERVICE, *PLACES, *EDITING)


@cache
def by_id() -> dict[str, Action]:
    return {action.id: action for action in ACTIONS}
