"""What an action is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ccpro_desk.screens import situation
from ccpro_desk.screens.situation import Situation


class Binding(StrEnum):
    """Who answers the key."""

    ALWAYS = "always"
    """The application, before whatever has the focus: it never reaches an editor."""
    OUTSIDE_EDITORS = "outside"
    """The application, when nothing that is typed into has the focus."""
    WIDGET = "widget"
    """The pane or window itself; listed so that help tells it."""
    NONE = "none"
    """No key: the palette."""


class Where(StrEnum):
    EVERYWHERE = "everywhere"
    """Also over an open window."""
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True)
class Argument:
    """What may follow an action's word after `:`; `do_<id>` then takes it."""

    name: str
    """« SIREN », « texte »."""
    read: Callable[[str], str] = str.strip
    """Its value from what is typed. Raises `ValueError`, whose text is a sentence for the agent."""
    required: bool = False
    choices: tuple[str, ...] = ()
    """What is proposed before anything is typed."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing an agent can do."""

    id: str
    label: str
    """As a button says it: an infinitive or a noun."""
    help: str
    keys: tuple[str, ...] = ()
    """The first is the one that is shown; the others are aliases of terminals that keep it for themselves."""
    binding: Binding = Binding.ALWAYS
    where: Where = Where.WORKSPACE
    words: tuple[str, ...] = ()
    """What may be typed after `:`."""
    short: str = ""
    """The footer's word; empty: not in the footer."""
    narrow: bool = False
    """Still in the footer of 80 columns."""
    why_not: Callable[[Situation], str] = situation.always
    """Why it is not allowed now, in a sentence; empty when it is."""
    aliases: tuple[str, ...] = ()
    """Keys that act only outside editors."""
    traps: tuple[str, ...] = ()
    """Keys that would do harm and are caught; never the way to do it."""
    argument: Argument | None = None

    @property
    def ready(self) -> bool:
        """Whether this version has it."""
        return self.why_not is not situation.not_yet
