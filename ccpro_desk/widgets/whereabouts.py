"""« Où en étais-je ? »: what a contact that is found again was left at, in one line above its text."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget

from ccpro_desk.domain.text import clean

ASKED = "Où en étais-je ?"


@dataclass(frozen=True, slots=True)
class LeftAt:
    """What to say; `tail`: the text before the caret, of which the end is shown as far as there is room."""

    said: str = ""
    tail: str = ""


NOTHING = LeftAt()


class Whereabouts(Widget):
    """One line, gone as soon as the agent goes on."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Whereabouts { height: 1; padding: 0 2; display: none; color: $secondary; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.left = NOTHING

    def show(self, left: LeftAt) -> None:
        """Say it; `NOTHING`: be gone."""
        if left != self.left:
            self.left = left
            self.display = left != NOTHING
            self.refresh(layout=True)

    @property
    def sentence(self) -> str:
        """As it is shown at this width."""
        left, room = self.left, self.content_size.width - len(ASKED) - len(self.left.said) - 6
        if not left.tail:
            return left.said
        shown = left.tail if len(left.tail) <= room else "…" + left.tail[len(left.tail) - room + 1 :]
        return f"{left.said} « {shown} »"

    def render(self) -> Content:
        line = Content.styled(f"{ASKED} ", "bold $secondary") + self.sentence
        return line.truncate(self.content_size.width, ellipsis=True)


def left_at(text: str, before: str, gaps: tuple[str, ...], *, spoken: bool) -> LeftAt:
    """Of a text: `before` is the part up to the caret, `gaps` the blanks still to fill."""
    kind = "note" if spoken else "réponse"
    if not text.strip():
        return LeftAt(f"Message lu, {kind} pas encore commencée.")
    if gaps:
        number = f"{len(gaps)} blanc{'s' if len(gaps) > 1 else ''}"
        return LeftAt(f"{number} à remplir :", ", ".join(gaps[:3]))
    tail = " ".join(clean(before).split())
    return LeftAt("Après", tail) if tail else LeftAt(f"Votre {kind} est commencée, curseur au début.")
