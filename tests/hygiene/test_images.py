"""The documents' pictures: each is shown somewhere, is small, and asks nothing of any network."""

from __future__ import annotations

import re
from pathlib import Path

MOST_BYTES = 60_000
SHOWN = re.compile(r"!\[[^\]]+\]\(((?:docs/)?images/[\w-]+\.svg)\)")


def pictures(root: Path) -> list[Path]:
    return sorted((root / "docs" / "images").iterdir())


def test_each_picture_is_shown_and_each_shown_is_there(root: Path) -> None:
    documents = [root / "README.md", *(root / "docs").glob("*.md")]
    shown = {
        (document.parent / name).resolve()
        for document in documents
        for name in SHOWN.findall(document.read_text(encoding="utf-8"))
    }
    assert shown == {path.resolve() for path in pictures(root)}


def test_a_picture_is_small_and_holds_no_address(root: Path) -> None:
    for path in pictures(root):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert path.suffix == ".svg" and len(text) < MOST_BYTES, path.name
        assert not re.search(r"https?:|url\(|<script|href|@import|@font-face", text), path.name
