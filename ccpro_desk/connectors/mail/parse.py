"""Bytes of a mail to an `IncomingMail`: whatever they are, it ends with one or with `MailRefused`."""

from __future__ import annotations

from datetime import datetime

from ccpro_desk.connectors.mail import automatic, headers
from ccpro_desk.connectors.mail.bodies import Gathered, gather
from ccpro_desk.connectors.mail.identifiers import only_siren
from ccpro_desk.connectors.mail.mime import read_tree
from ccpro_desk.connectors.mail.model import IncomingMail, Kind, MailAttachment, MailRefused, Unforeseen
from ccpro_desk.connectors.mail.names import readable_size
from ccpro_desk.connectors.mail.quoting import marked, split_body

MAX_MAIL = 200_000_000
"""Bytes of one mail."""
MAX_TEXT = 200_000
"""Characters of the text that an agent gets; the rest of a longer one comes as an attachment."""
FULL_TEXT = "message-complet.txt"


def parse(data: bytes, *, now: datetime) -> IncomingMail:
    """Reads one mail; `now` stands for a date that it lacks. Raises `MailRefused`, and nothing else."""
    try:
        return _parse(data, now)
    except MailRefused:
        raise
    except Exception as error:  # four libraries read what strangers write
        raise Unforeseen(
            f"lecture impossible ({type(error).__name__}) : fichier à transmettre au support."
        ) from error


def _parse(data: bytes, now: datetime) -> IncomingMail:
    if not data.strip():
        raise MailRefused("fichier vide.")
    if len(data) > MAX_MAIL:
        raise MailRefused(f"{readable_size(len(data))} : plus que les {readable_size(MAX_MAIL)} admis.")
    tree = read_tree(data)
    kind = automatic.kind_of(tree)
    thread = headers.thread(tree)
    own_id = headers.external_id(thread, data)
    at, date_note = headers.received_at(tree, now)
    sender, reply_to = headers.person(tree, "from"), headers.person(tree, "reply-to")
    subject = headers.subject(tree)
    found = gather(tree)
    text, attachments, text_note = _bounded(found)
    body = split_body(text)
    return IncomingMail(
        external_id=own_id,
        thread_id=thread.root(own_id),
        in_reply_to=thread.in_reply_to,
        received_at=at,
        subject=subject,
        sender_name=sender.name,
        sender_address=sender.address,
        recipient=headers.person(tree, "to").address,
        text=_with_reply_to(marked(text), sender, reply_to),
        body=body,
        attachments=attachments,
        siren=only_siren(f"{subject}\n{body.own}"),
        kind=kind,
        notes=tuple(note for note in (date_note, _id_note(thread), text_note) if note),
        bounce=automatic.bounce(tree) if kind is Kind.BOUNCE else None,
    )


def _bounded(found: Gathered) -> tuple[str, tuple[MailAttachment, ...], str | None]:
    text = found.text
    if len(text) <= MAX_TEXT:
        return text, tuple(found.attachments), None
    whole = MailAttachment(FULL_TEXT, "text/plain; charset=utf-8", text.encode())
    cut = f"{text[:MAX_TEXT]}\n\n[Texte coupé ici : la suite est dans la pièce jointe « {FULL_TEXT} ».]"
    return cut, (*found.attachments, whole), "texte très long : joint en entier"


def _with_reply_to(text: str, sender: headers.Person, reply_to: headers.Person) -> str:
    """The agent must know that the sender wants the answer elsewhere; replies go to the address of `From`."""
    wanted = reply_to.address
    if not wanted or wanted.lower() == (sender.address or "").lower():
        return text
    return f"{text}\n\n[L'expéditeur demande que la réponse soit adressée à {wanted}.]".lstrip("\n")


def _id_note(thread: headers.Thread) -> str | None:
    return None if thread.own else "sans Message-ID utilisable : reconnu à son contenu"
