"""A file that is joined: what is refused, in a sentence, before anything is sent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ccpro_desk.desk import enclosures
from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.folder import look


@pytest.mark.parametrize(
    ("make", "code", "said"),
    [
        (lambda path: path.mkdir(), "invalid", "pas un fichier"),
        (lambda path: os.mkfifo(path), "invalid", "pas un fichier"),
        (lambda path: path.symlink_to("nulle-part"), "invalid", "ne peut pas être lu"),
        (lambda path: path.touch(), "invalid", "vide"),
        (lambda path: _sparse(path, enclosures.LARGEST + 1), "too_large", "25\u00a0Mo"),
    ],
)
def test_what_cannot_be_joined_is_refused(tmp_path: Path, make, code: str, said: str) -> None:  # type: ignore[no-untyped-def]
    make(tmp_path / "joint")
    with pytest.raises(DeskRefused) as refused:
        enclosures._read(tmp_path / "joint")
    assert refused.value.code == code and said in refused.value.sentence


def test_the_largest_file_that_may_go_is_read_whole(tmp_path: Path) -> None:
    _sparse(tmp_path / "joint", enclosures.LARGEST)
    assert len(enclosures._read(tmp_path / "joint")) == enclosures.LARGEST


def test_a_path_is_completed_with_folders_first_and_hidden_files_last_asked(tmp_path: Path) -> None:
    (tmp_path / "Pièces").mkdir()
    for name in ("attestation.pdf", "Avis.pdf", ".secret", "bilan.pdf"):
        (tmp_path / name).write_text("x")
    os.mkfifo(tmp_path / "tube")
    assert [seen.path.name for seen in look(f"{tmp_path}/")] == [
        "Pièces",
        "attestation.pdf",
        "Avis.pdf",
        "bilan.pdf",
    ]
    assert [seen.path.name for seen in look(f"{tmp_path}/av")] == ["Avis.pdf"]
    assert [seen.path.name for seen in look(f"{tmp_path}/.s")] == [".secret"]
    assert look(f"{tmp_path}/nulle/part/") == []


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)
