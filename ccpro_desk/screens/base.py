"""What every screen shares: keys by name, use cases in workers, nothing irreversible in haste."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual import events, on, work
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen

from ccpro_desk.desk.errors import DeskError
from ccpro_desk.widgets.banner import Banner
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.bounded_area import BoundedArea

if TYPE_CHECKING:
    from ccpro_desk.app import DeskApp
    from ccpro_desk.desk.state import DeskState
    from ccpro_desk.screens.reference_data import Reference

T = TypeVar("T")
R = TypeVar("R")
SETTLING_S = 0.5
"""Keys this close to a change of screen do nothing irreversible (the third law of the house)."""
TROUBLE = (
    "Une erreur inattendue s'est produite. Votre texte est conservé ; réessayez, ou prévenez le support."
)
log = logging.getLogger(__name__)


def tell_log(error: BaseException) -> None:
    """Where it happened and of what kind; no value and no text of anybody."""
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s\n%s", type(error).__name__, places)


@dataclass
class Happened(Message):
    """A use case ended well: `then` is called with what it gave."""

    then: Callable[[Any], None]
    value: Any


@dataclass
class Refused(Message):
    """A use case could not be done: the sentence for the agent."""

    sentence: str
    then: Callable[[str], None] | None = None


class DeskScreen(Screen[R], Generic[R]):
    """A screen of the workstation. `do_<action id>` methods are what its keys do."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual declares it
    ESCAPE_TO_MINIMIZE = False
    hides = False
    """The curtain: what is opened meanwhile waits behind it."""
    over_curtain = False
    """It may stand before the curtain: it shows nothing of anybody."""

    def __init__(self, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._shown_at = 0.0
        self._finished = False
        self._leaves_with: tuple[R | None] | None = None
        """What it gives once it is uncovered."""

    @property
    def host(self) -> DeskApp:
        return cast("DeskApp", self.app)

    def settled(self, seconds: float = SETTLING_S) -> bool:
        """Whether the screen has been there long enough for a key to be meant for it."""
        return self.host.monotonic() - self._shown_at >= seconds

    def on_screen_resume(self) -> None:
        self._shown_at = self.host.monotonic()
        if self._leaves_with is not None and self.app.screen is self:  # it may be told so more than once
            leaving, self._leaves_with = self._leaves_with, None
            super().dismiss(leaving[0])

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Leave, once, whoever asks first: a key, one that was already on its way, the state, a use case.

        Textual takes away whatever screen is on top: one that is covered leaves when it is uncovered.
        """
        if self._finished:
            return AwaitComplete()
        self._finished = True
        if self.app.screen is not self:
            self._leaves_with = (result,)
            return AwaitComplete()
        return super().dismiss(result)

    def finish(self) -> None:
        """Leave with nothing."""
        self.dismiss(None)

    def sees(self, event: events.Key) -> bool:
        """Whether this screen takes a key as it comes, before what it is bound to."""
        return False

    def intercepts(self, name: str) -> bool:
        """Whether this screen keeps the action of a key to itself, whatever it is."""
        return False

    def show_state(self, state: DeskState) -> None:
        """The desk's state changed; a screen that shows some of it takes what it shows."""

    def show_reference(self, reference: Reference) -> None:
        """What lies under `data/` has been read."""

    def say(self, sentence: str, level: str = "information") -> None:
        """Tell the agent one thing, in this screen's notice bar; a banner is for what rings."""
        for bar in self.query(NoticeBar):
            if not isinstance(bar, Banner):
                bar.say(sentence, level)

    @work(group="use-case", exit_on_error=False)
    async def attempt(
        self,
        job: Awaitable[T],
        then: Callable[[T], None] | None = None,
        refused: Callable[[str], None] | None = None,
    ) -> None:
        """Run a use case; `then` gets what it gives, the agent is told what could not be done."""
        try:
            value = await job
        except DeskError as error:
            self.post_message(Refused(f"{error.sentence} {error.hint}".strip(), refused))
        except Exception as error:
            tell_log(error)
            self.post_message(Refused(TROUBLE, refused))
        else:
            if then is not None:
                self.post_message(Happened(then, value))

    @on(Happened)
    def _happened(self, event: Happened) -> None:
        event.stop()
        self.host.guard(lambda: event.then(event.value))

    @on(Refused)
    def _refused(self, event: Refused) -> None:
        event.stop()
        (event.then or self._tell)(event.sentence)

    @on(BoundedArea.Told)
    def _not_taken(self, event: BoundedArea.Told) -> None:
        event.stop()
        self.say(event.sentence, "warning")

    @on(KeyBar.Pressed)
    def _pressed(self, event: KeyBar.Pressed) -> None:
        event.stop()
        self.host.action_do(event.id)

    def _tell(self, sentence: str) -> None:
        self.say(sentence, "error")


class Window(DeskScreen[R], ModalScreen[R], Generic[R]):
    """A window over the workspace. Escape goes back, always."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False)]

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self._mark(self.host.ringing)

    def show_state(self, state: DeskState) -> None:
        """A call that rings is seen over any window too."""
        self._mark(self.host.ringing)

    def _mark(self, ringing: str) -> None:
        parts = (
            [Content.styled(self.host.keymap.told(f" ! {ringing} : Échap, puis F9 "), "bold $warning")]
            if ringing
            else []
        )
        parts += [Content(self.host.word)] if self.host.word else []
        for frame in self.query("#frame"):
            frame.border_subtitle = Content(" ").join(parts) if parts else None
            frame.set_class(bool(ringing), "-ringing")

    def action_back(self) -> None:
        self.dismiss(None)
