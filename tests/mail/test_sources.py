"""Files, folders, maildirs and mboxes: what comes out, in which order, and what is said of the rest."""

from __future__ import annotations

import mailbox
import os
from pathlib import Path

import pytest

from ccpro_desk.connectors.mail.model import MailRefused
from ccpro_desk.connectors.mail.sources import mails
from tests.mail.made import raw


def names(path: Path) -> list[str]:
    return [Path(name).name for name, _ in mails(path)]


def test_a_file_of_any_name(tmp_path: Path) -> None:
    (tmp_path / "courriel").write_bytes(raw())
    assert list(mails(tmp_path / "courriel")) == [(str(tmp_path / "courriel"), raw())]


def test_a_folder_in_the_order_of_names_and_only_its_mails(tmp_path: Path) -> None:
    for name in ("b.eml", "a.eml", "INDEX.toml", ".cache.eml", "sub/c.EML"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(raw())
    assert names(tmp_path) == ["a.eml", "b.eml", "c.EML"]


def test_a_maildir(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "boite", create=True)
    box.add(raw("un"))
    seen = mailbox.MaildirMessage(raw("deux"))
    seen.set_subdir("cur")
    box.add(seen)
    contents = [content for _, content in mails(tmp_path / "boite")]
    assert len(contents) == 2
    assert all(isinstance(content, bytes) for content in contents)


def test_an_mbox_with_its_escaped_lines(tmp_path: Path) -> None:
    path = tmp_path / "boite.mbox"
    stuffed = raw("Bonjour\n>From ici\n").replace(b"\r\n", b"\n")
    path.write_bytes(
        b"From a@x Wed Nov 18 14:50:12 2026\n" + stuffed + b"\nFrom b@x Wed Nov 18 14:50:12 2026\n" + stuffed
    )
    found = list(mails(path))
    assert [name for name, _ in found] == [f"{path}#1", f"{path}#2"]
    assert b"\nFrom ici" in bytes(found[0][1])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["absent.eml", "tube"])
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "tube")
    ((_, refusal),) = mails(tmp_path / name)
    assert isinstance(refusal, MailRefused)
    assert str(refusal)


def test_a_dangling_link_does_not_stop_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a.eml").symlink_to(tmp_path / "nulle-part")
    (tmp_path / "b.eml").write_bytes(raw())
    (_, first), (_, second) = mails(tmp_path)
    assert isinstance(first, MailRefused)
    assert second == raw()
