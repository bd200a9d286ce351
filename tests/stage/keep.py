"""What is kept of the scenes, and where: snapshots that tests compare, pictures that the documents show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.stage.key_table import with_table
from tests.stage.paint import as_svg, as_text
from tests.stage.scenes import BY_NAME, NARROW, SCENES, WIDE, Scene, played, seen

ROOT = Path(__file__).parent.parent.parent
SNAPSHOTS = ROOT / "tests" / "screens" / "snapshots"
GUIDE = ROOT / "docs" / "guide-agent.fr.md"
IMAGES = ROOT / "docs" / "images"
SIGHTS = ((WIDE, "sombre"), (NARROW, "clair"))
"""Each scene's snapshots."""
MORE = {("workspace", WIDE): ("clair", "contraste"), ("workspace", NARROW): ("contraste",)}
"""Themes of a scene besides those."""
PICTURES = {
    **{name: (name, WIDE, "sombre") for name in BY_NAME if name != "idle"},
    "workspace-clair": ("workspace", WIDE, "clair"),
    "workspace-contraste": ("workspace", WIDE, "contraste"),
    "workspace-80": ("workspace", NARROW, "clair"),
}
"""A picture's name → the scene, the size, the theme."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file and what belongs into it."""

    path: Path
    content: str


def snapshot(scene: str, size: tuple[int, int], look: str) -> Path:
    return SNAPSHOTS / f"{scene}-{size[0]}x{size[1]}-{look}.txt"


async def kept(scene: Scene, size: tuple[int, int]) -> list[Kept]:
    """Every file that one run of a scene gives."""
    looks = [*(look for each, look in SIGHTS if each == size), *MORE.get((scene.name, size), ())]
    found = []
    async with played(scene, size) as post:
        for look in looks:
            rows = await seen(post, look)
            found.append(Kept(snapshot(scene.name, size, look), as_text(rows)))
            found += [
                Kept(IMAGES / f"{name}.svg", as_svg(rows, scene.title))
                for name, what in PICTURES.items()
                if what == (scene.name, size, look)
            ]
    return found


def guide() -> Kept:
    """The guide, its table of keys as the registry gives it."""
    return Kept(GUIDE, with_table(GUIDE.read_text(encoding="utf-8")))


async def all_again(names: Sequence[str]) -> list[Path]:
    """The files that changed."""
    changed = [guide()] if _write(guide()) else []
    for scene in (BY_NAME[name] for name in names) if names else SCENES:
        for size, _ in SIGHTS:
            changed += filter(_write, await kept(scene, size))
    return [file.path.relative_to(ROOT) for file in changed]


def _write(file: Kept) -> bool:
    """Whether it was not so already."""
    if file.path.exists() and file.path.read_text(encoding="utf-8") == file.content:
        return False
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.path.write_text(file.content, encoding="utf-8")
    return True
