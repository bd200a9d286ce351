"""Every screen that matters, as it was looked at: two sizes, two themes. `scripts/pictures` makes them again."""

from __future__ import annotations

import asyncio
from difflib import unified_diff

import pytest

from tests.stage.keep import IMAGES, PICTURES, SIGHTS, SNAPSHOTS, Kept, kept
from tests.stage.scenes import BY_NAME, SCENES, Scene

AGAIN = "Looked at, and meant? Then `scripts/pictures` makes it again."


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
@pytest.mark.parametrize("size", [size for size, _ in SIGHTS], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_screen_is_as_it_was_looked_at(
    scene: Scene, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for file in await kept(scene, size):
        assert_same(file)


def assert_same(file: Kept) -> None:
    assert file.path.exists(), f"{file.path.name} is not kept yet. {AGAIN}"
    before = file.path.read_text(encoding="utf-8")
    if before == file.content:
        return
    lines = unified_diff(
        before.splitlines(), file.content.splitlines(), f"{file.path.name}, kept", "now", n=0, lineterm=""
    )
    pytest.fail("\n".join([*list(lines)[:60], AGAIN]), pytrace=False)


def test_nothing_is_kept_of_a_scene_that_is_gone() -> None:
    known = {scene.name for scene in SCENES}
    assert {path.name.rsplit("-", 2)[0] for path in SNAPSHOTS.iterdir()} == known
    assert {path.stem for path in IMAGES.iterdir()} == set(PICTURES)


def test_a_changed_screen_is_told_row_by_row() -> None:
    file = asyncio.run(kept(BY_NAME["follow"], SIGHTS[0][0]))[0]
    changed = Kept(file.path, file.content.replace("Mettre de côté", "Mettre à part"))
    with pytest.raises(pytest.fail.Exception, match=r"-.*Mettre de côté(?s:.*)\+.*Mettre à part"):
        assert_same(changed)
