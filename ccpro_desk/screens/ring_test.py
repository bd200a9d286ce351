"""« Essayer la sonnerie »: what a call would do, as the agent has set it."""

from __future__ import annotations

from typing import Any

from ccpro_desk.screens.base import DeskScreen
from ccpro_desk.widgets.banner import Banner

RINGS_S = 4.0


def try_ring(screen: DeskScreen[Any]) -> None:
    """Ring in the banner of this screen; it ends by itself."""
    banner, preferences = screen.query_one(Banner), screen.host.preferences
    banner.ring("", preferences)
    banner.ring("Essai : un appel s'annoncerait ainsi.", preferences)
    screen.set_timer(RINGS_S, lambda: banner.ring("", preferences))
