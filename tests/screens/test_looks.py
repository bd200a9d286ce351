"""What is painted can be read: the contrast of every letter, signs besides colours, no colour where none is wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.geometry import Region

from ccpro_desk.desk.preferences import ConfigFolder
from ccpro_desk.desk.state import Link, LinkKind
from ccpro_desk.widgets import themes
from ccpro_desk.widgets.contrast import AA, ratio
from tests.screens.scripted import ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work

SCREENS = {
    "workspace": (),
    "editor": ("tab",),
    "help": ("ctrl+g",),
    "palette": ("ctrl+p",),
    "answers": ("f3",),
    "motifs": ("f8",),
    "follow": ("f7",),
    "parking": ("f7", "c"),
    "quit": ("ctrl+q",),
    "settings": ("colon", *"reglages", "enter"),
    "ring": ("colon", *"essais", "enter", "enter", "enter", "enter", "space"),
    "set-up": ("colon", *"essais", "enter"),
    "curtain": ("ctrl+l",),
}


def painted(post: Workstation) -> list[Segment]:
    """The segments of the window on top, without what shows dimly behind it."""
    screen = post.app.screen
    frames = screen.query("#frame")
    region = frames.first().region if frames else Region(0, 0, *screen.size)
    strips = screen._compositor.render_strips()
    return [s for strip in strips[region.y : region.bottom] for s in strip.crop(region.x, region.right)]


def hard_to_read(segments: list[Segment]) -> list[tuple[str, float]]:
    found = []
    for text, style, _ in segments:
        if (
            style is None
            or style.color is None
            or style.bgcolor is None
            or not any(c.isalnum() for c in text)
        ):
            continue
        ink, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
        if style.reverse:
            ink, ground = ground, ink
        if ratio(ink, ground) < AA:
            found.append((text.strip(), round(ratio(ink, ground), 2)))
    return found


@pytest.mark.parametrize("look", themes.THEMES)
async def test_every_letter_reads_on_what_is_behind_it(look: str, config: ConfigFolder) -> None:
    config.change(theme=look)
    mail = contact(text="Bonjour, qu'en est-il ?\n> cité")
    long = replace(mail, view=replace(mail.view, due_at=mail.view.due_at + timedelta(days=2)))
    desk = ScriptedDesk(state(long))
    async with at_work(lambda: desk.as_desk, config=config) as post:
        for name, keys in SCREENS.items():
            await post.press(*keys)
            assert hard_to_read(painted(post)) == [], name
            while post.window != "WorkspaceScreen":
                await post.press("escape")


async def test_without_colour_only_shades_are_painted_and_the_focus_is_still_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        assert post.app.theme == "contraste"
        lines = {}
        for pane in ("contacts", "message", "dossier"):
            post.workspace.go_to(pane)
            await post.pilot.pause()
            segments = painted(post)
            lines[pane] = "".join(s.text for s in segments)
            filtered = segments
            for filter_ in post.app.get_line_filters():
                filtered = filter_.apply(filtered, Color(0, 0, 0))
            shades = {c.triplet for s in filtered if s.style for c in (s.style.color, s.style.bgcolor) if c}
            assert all(shade and shade.red == shade.green == shade.blue for shade in shades)
        assert len(set(lines.values())) == 3, "the letters and lines alone say where the focus is"


@pytest.mark.parametrize("kind", [LinkKind.RECONNECTING, LinkKind.OFFLINE])
async def test_the_state_of_the_line_has_its_sign(kind: LinkKind) -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        assert "● À jour" in post.bar.render_line(0).text
        post.app.show_state(replace(desk.state, link=Link(kind)))
        await post.pilot.pause()
        assert any(sign in post.bar.render_line(0).text for sign in "◌○")
