"""Where mails come from: a file, a folder, a maildir, an mbox; bytes with a name, one after the other."""

from __future__ import annotations

import mailbox
import os
import re
from collections.abc import Iterator
from pathlib import Path

from ccpro_desk.connectors.mail.model import MailRefused
from ccpro_desk.connectors.mail.names import readable_size
from ccpro_desk.connectors.mail.parse import MAX_MAIL
from ccpro_desk.domain.text import clean

Source = tuple[str, bytes | MailRefused]
"""A name to show, and the bytes of a mail or why there are none."""
_ENDINGS = frozenset({".eml", ".mbox", ".mbx", ".mime"})
_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def mails(path: Path) -> Iterator[Source]:
    """All mails under `path`, in the order of their names. In folders, files of other kinds are left out."""
    try:
        if path.is_dir():
            yield from _folder(path)
        else:
            yield from _file(path)
    except OSError as error:
        yield _shown(path), MailRefused(f"illisible : {error.strerror or error}.")


def _folder(path: Path) -> Iterator[Source]:
    if all((path / part).is_dir() for part in ("cur", "new")):
        for part in ("cur", "new"):
            for entry in _entries(path / part):
                if entry.is_file():
                    yield _single(entry)
        return
    for entry in _entries(path):
        folder = entry.is_dir() and not entry.is_symlink()
        if folder or entry.suffix.lower() in _ENDINGS:
            yield from mails(entry)


def _entries(path: Path) -> list[Path]:
    return sorted(path / name for name in os.listdir(path) if not name.startswith("."))


def _file(path: Path) -> Iterator[Source]:
    if not path.exists():
        yield _shown(path), MailRefused("ce fichier n'existe pas.")
    elif not path.is_file():
        yield _shown(path), MailRefused("ce n'est ni un fichier ni un dossier.")
    elif _is_mbox(path):
        yield from _mbox(path)
    else:
        yield _single(path)


def _single(path: Path) -> Source:
    try:
        size = path.stat().st_size
        if size > MAX_MAIL:
            return _shown(path), MailRefused(f"{readable_size(size)} : plus que {readable_size(MAX_MAIL)}.")
        return _shown(path), path.read_bytes()
    except OSError as error:
        return _shown(path), MailRefused(f"illisible : {error.strerror or error}.")


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "


def _mbox(path: Path) -> Iterator[Source]:
    box = mailbox.mbox(path, create=False)
    try:
        for number, key in enumerate(box.keys(), 1):
            yield f"{_shown(path)}#{number}", _ESCAPED_FROM.sub(rb"\1", box.get_bytes(key))
    finally:
        box.close()


def _shown(path: Path) -> str:
    return clean(str(path), keep_newlines=False)
