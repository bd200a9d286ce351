"""Where this workstation keeps its things and which central it works for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True, slots=True)
class Pace:
    """How often things happen, in seconds. Tests make it fast; nobody else needs to."""

    draft_local: float = 0.2
    """From a key to the draft's being handed to the disk (on it within 0.3)."""
    draft_central: float = 5.0
    alive: float = 10.0
    feed_silence: float = 25.0
    """Without a byte for that long the feed is held to be dead: it says `alive` every 10 s."""
    retry_first: float = 0.5
    retry_most: float = 15.0
    position_local: float = 60.0
    """How far the feed was followed is kept that often when nothing of it concerned this desk."""
    request: float = 10.0
    """How long an answer may take."""
    offline_after: float = 3.0
    """*Reconnexion en cours* becomes *Hors connexion* after that."""


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """`state_dir` is made 0700; one store lies in it for each (central, login)."""

    central: str
    """`http://…`, `https://…` or `unix:PATH`."""
    state_dir: Path
    login: str | None = None
    """None: whoever signed in last at this workstation for this central."""
    key_file: Path | None = None
    """Demo and sandbox, whose data are invented: the store's key lies there (0600), never in the keyring."""
    pace: Pace = field(default_factory=Pace)
    transport: httpx.AsyncBaseTransport | None = None
    """Another way to the central than its address: for tests and for the sandbox."""


def default_state_dir(profile: str = "default") -> Path:
    """`$XDG_STATE_HOME/ccpro-desk/<profile>`."""
    from platformdirs import user_state_path

    return user_state_path("ccpro-desk", appauthor=False) / profile
