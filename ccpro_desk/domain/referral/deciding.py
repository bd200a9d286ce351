"""What `contact.refer` and the SIE's commands do: the fiche and its contact change together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ccpro_desk.domain import commands as c
from ccpro_desk.domain import events as e
from ccpro_desk.domain.contact import Contact, Reason
from ccpro_desk.domain.context import Context, Decision
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.matter import Matter, MatterKind
from ccpro_desk.domain.referral import events as r
from ccpro_desk.domain.referral.detail import (
    HASTE_LABELS,
    OPEN_STATES,
    Answered,
    Exchange,
    ReferralDetail,
    ReferralState,
    Said,
    due_at,
)
from ccpro_desk.domain.referral.haste import Haste
from ccpro_desk.domain.referral.perimeter import Article
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import (
    AttachmentRef,
    Channel,
    Direction,
    Message,
    MotifOutcome,
    Outcome,
    Sending,
    State,
)

TITLE = "Fiche de liaison"
_FARTHEST = timedelta(days=366)
_SENT = frozenset({Sending.HELD, Sending.QUEUED, Sending.SENT, Sending.UNSURE})
"""Replies that the usager has, or is about to have."""
_NOT_HERE = Refusal(Code.NOT_FOUND, "Cette fiche de liaison est introuvable.")
_OVER = Refusal(Code.WRONG_STATE, "Cette fiche a déjà sa suite : relisez-la.")


def refer_fault(body: c.Refer, context: Context) -> Refusal | None:
    """What is wrong with a fiche whatever its contact."""
    if body.sie not in context.settings.territory.offices:
        return Refusal(Code.INVALID, "Ce SIE est inconnu : choisissez-le dans la liste.")
    if not clean(body.facts).strip():
        return Refusal(Code.INVALID, "Exposez les faits : le SIE ne voit que la fiche et l'échange.")
    if body.motif is not None and body.motif not in context.motifs:
        return Refusal(Code.INVALID, "Un motif est inconnu : choisissez-le dans la liste.")
    if body.promised_on is None:
        return None
    today = context.now.astimezone(PARIS).date()
    if not today <= body.promised_on <= today + _FARTHEST:
        return Refusal(Code.INVALID, "La date promise est passée, ou trop lointaine.")
    return None


def referred(body: c.Refer, contact: Contact, command: c.Command, context: Context) -> Decision:
    """The contact is with the SIE; refused where the perimeter says that the question is not theirs."""
    article = _article(body, contact, context)
    if isinstance(article, Refusal):
        return article
    documents = _documents(body, contact, context)
    if isinstance(documents, Refusal):
        return documents
    if (twin := _twin(body, contact, context)) is not None:
        return twin
    matter = _made(body, contact, command, context, documents, article)
    office = context.settings.territory.office_named(body.sie)
    happened = _motif_said(body, contact, context)
    return [*happened, r.ReferralMade(matter), r.Referred(Reason("referred", f"Transmis : {office}."))]


def _article(body: c.Refer, contact: Contact, context: Context) -> Article | Refusal | None:
    """The article that the question stands under; a refusal where it keeps it from the SIE."""
    motifs = [body.motif] if body.motif else [motif.code for motif in contact.motifs]
    day = context.now.astimezone(PARIS).date()
    against = context.perimeter.against(motifs, day)
    if against is None:
        return context.perimeter.of(motifs[0], day) if motifs else None
    if clean(body.override or "", keep_newlines=False):
        return against
    return Refusal(Code.NOT_ELIGIBLE, f"{against.said} ({against.cited}.) {against.instead}")


def _documents(body: c.Refer, contact: Contact, context: Context) -> tuple[AttachmentRef, ...] | Refusal:
    """The files that go with the fiche: all of the contact's, or those that are named."""
    known = {ref.id: ref for message in contact.messages for ref in message.attachments}
    known |= context.attachments
    if body.attachments is None:
        return tuple(known.values())
    if not known.keys() >= set(body.attachments):
        return Refusal(Code.INVALID, "Une pièce jointe est introuvable : joignez-la de nouveau.")
    return tuple(known[key] for key in dict.fromkeys(body.attachments))


def _twin(body: c.Refer, contact: Contact, context: Context) -> Refusal | None:
    """The same question of the same usager is with the same office already."""
    motif = body.motif or (contact.motifs[0].code if contact.motifs else "")
    if not contact.siren or not motif or clean(body.override or "", keep_newlines=False):
        return None
    for other in context.others:
        same = (other.office, other.code, other.siren) == (body.sie, motif, contact.siren)
        if same and other.state in OPEN_STATES:
            told = (
                "Ce SIE a déjà une fiche de cet usager pour ce motif, sans réponse encore. "
                "Attendez son retour, ou dites pourquoi une autre est utile."
            )
            return Refusal(Code.ALREADY_EXISTS, told)
    return None


def _motif_said(body: c.Refer, contact: Contact, context: Context) -> list[e.Event]:
    """The motif that the fiche names stands on the contact, as referred."""
    if body.motif is None or any(motif.code == body.motif for motif in contact.motifs):
        return []
    motifs = (MotifOutcome(body.motif, Outcome.REFERRED), *contact.motifs)
    urgency = replace(contact.urgency, motif=body.motif, guessed=False, because=())
    return [e.MotifsSet(motifs, contact.place, urgency)]


def _made(
    body: c.Refer,
    contact: Contact,
    command: c.Command,
    context: Context,
    documents: tuple[AttachmentRef, ...],
    article: Article | None,
) -> Matter:
    motif = body.motif or (contact.motifs[0].code if contact.motifs else "")
    replies = (m for m in contact.messages if m.direction is Direction.OUT and m.status in _SENT)
    detail = ReferralDetail(
        facts=clean(body.facts).strip(),
        haste=body.urgency,
        promised_on=body.promised_on,
        agent=context.actor.name,
        channel=contact.channel,
        usager=contact.usager_name or contact.origin.name or contact.origin.address or "",
        motif=motif,
        article=article.id if article else "",
        override=clean(body.override or "", keep_newlines=False),
        said=tuple(Answered(m.id, m.at, m.author, m.answers) for m in replies),
        documents=documents,
    )
    return Matter(
        id=command.id,
        kind=MatterKind.REFERRAL,
        version=1,
        state=ReferralState.OPEN,
        code=motif,
        siren=contact.siren or "",
        contact_id=contact.id,
        centre=context.actor.centre,
        author=context.actor.id,
        at=context.now,
        title=TITLE if body.urgency is Haste.NORMAL else f"{TITLE}, {HASTE_LABELS[body.urgency]}",
        detail=detail,
        office=body.sie,
        due_at=due_at(body.promised_on),
    )


# --- what the SIE does


def answered(body: c.AnswerReferral, contact: Contact, command: c.Command, context: Context) -> Decision:
    """The answer stands on the contact, which waits for the agent who referred it, then for all."""
    found = _still_open(context)
    if isinstance(found, Refusal):
        return found
    exchange = _said(Said.ANSWER, body.text, command, context)
    moved = r.ReferralAnswered(_after(*found, ReferralState.ANSWERED, exchange))
    return [moved, *_back(contact, found[0], exchange, context, "sie_answered", "Retour du SIE")]


def asked(body: c.AskReferral, contact: Contact, command: c.Command, context: Context) -> Decision:
    """The SIE needs to know more: the centre has it, the fiche goes on."""
    found = _still_open(context, only=ReferralState.OPEN)
    if isinstance(found, Refusal):
        return found
    exchange = _said(Said.QUESTION, body.text, command, context)
    moved = r.ReferralAsked(_after(*found, ReferralState.ASKED, exchange))
    return [moved, *_back(contact, found[0], exchange, context, "sie_asked", "Question du SIE")]


def given_back(body: c.ReturnReferral, contact: Contact, command: c.Command, context: Context) -> Decision:
    """The centre's own: given back, with the article of the perimeter that says so."""
    found = _still_open(context)
    if isinstance(found, Refusal):
        return found
    day = context.now.astimezone(PARIS).date()
    article = context.perimeter.articles.get(body.article or "")
    own = context.perimeter.of(found[0].code, day)
    if article is None and own is not None and not own.handled_by.refers:
        article = own
    if article is None or article.handled_by.refers or not article.holds_on(day):
        return Refusal(Code.INVALID, "Nommez l'article du périmètre qui laisse cette question au centre.")
    why = clean(body.reason).strip()
    exchange = _said(Said.RETURN, f"{why}\n\n{article.said} ({article.cited}.)", command, context)
    moved = r.ReferralReturned(_after(*found, ReferralState.RETURNED, exchange))
    return [moved, *_back(contact, found[0], exchange, context, "sie_returned", "Renvoyé par le SIE")]


def taken(body: c.TakeReferral, contact: Contact, command: c.Command, context: Context) -> Decision:
    """The SIE goes on with the usager: the contact closes."""
    found = _still_open(context, only=ReferralState.OPEN)
    if isinstance(found, Refusal):
        return found
    text = clean(body.text or "").strip()
    who = _by(context)
    exchange = Exchange(command.id, Said.TAKEN, context.now, who, text or f"{who} suit cette demande.")
    moved = r.ReferralTaken(_after(*found, ReferralState.TAKEN, exchange))
    if contact.state is not State.REFERRED:
        return [moved, e.NoteAdded(_note(exchange, context))]
    code = found[0].code or "autre.autre"
    motifs = contact.motifs or (MotifOutcome(code, Outcome.REFERRED),)
    closed = e.Closed(motifs, context.now)
    return [moved, _told(contact, text, command, context, exchange), closed]


def _told(contact: Contact, text: str, command: c.Command, context: Context, exchange: Exchange) -> e.Event:
    """What the officer writes goes to the usager where they can be written to, else to the agent."""
    if not text or contact.origin.address is None:
        return e.NoteAdded(_note(exchange, context))
    message = Message(
        id=command.id,
        direction=Direction.OUT,
        at=context.now,
        author=exchange.author,
        text=text,
        status=Sending.QUEUED,
        author_id=context.actor.id,
    )
    return e.ReplyQueued(message, context.now)


# --- what the agent answers


def replied(body: c.ReplyReferral, contact: Contact, command: c.Command, context: Context) -> Decision:
    """What the SIE asked is answered on the same fiche; the contact is with the SIE again."""
    found = _found(context)
    if isinstance(found, Refusal):
        return found
    matter, detail = found
    if matter.contact_id not in (contact.id, *contact.merged):
        return _NOT_HERE
    if matter.state != ReferralState.ASKED:
        return Refusal(Code.WRONG_STATE, "Le SIE n'attend pas de réponse sur cette fiche.")
    exchange = _said(Said.REPLY, body.text, command, context)
    after = replace(_after(matter, detail, ReferralState.OPEN, exchange), contact_id=contact.id)
    office = context.settings.territory.office_named(matter.office or "")
    reason = Reason("referred", f"Réponse transmise : {office}.")
    return [r.ReferralReplied(after), e.NoteAdded(_note(exchange, context)), r.Referred(reason)]


def withdrawn(context: Context) -> list[e.Event]:
    """The contact closes while the SIE waits for an answer: nobody will give it."""
    return [
        r.ReferralWithdrawn(replace(m, version=m.version + 1, state=ReferralState.WITHDRAWN))
        for m in context.others
        if m.kind is MatterKind.REFERRAL and m.state == ReferralState.ASKED
    ]


# --- parts


def _found(context: Context) -> tuple[Matter, ReferralDetail] | Refusal:
    matter = context.matter
    if matter is None or not isinstance(matter.detail, ReferralDetail):
        return _NOT_HERE
    return matter, matter.detail


def _still_open(
    context: Context, *, only: ReferralState | None = None
) -> tuple[Matter, ReferralDetail] | Refusal:
    found = _found(context)
    if isinstance(found, Refusal):
        return found
    return found if found[0].state in ({only} if only else OPEN_STATES) else _OVER


def _said(kind: Said, text: str, command: c.Command, context: Context) -> Exchange:
    author = context.actor.name if kind is Said.REPLY else _by(context)
    return Exchange(command.id, kind, context.now, author, clean(text).strip())


def _by(context: Context) -> str:
    """« Agnès Tournier, SIE Lyon Est »."""
    return f"{context.actor.name}, {context.settings.territory.office_named(context.actor.office)}"


def _after(matter: Matter, detail: ReferralDetail, state: ReferralState, exchange: Exchange) -> Matter:
    said = replace(detail, exchanges=(*detail.exchanges, exchange))
    return replace(matter, version=matter.version + 1, state=state, detail=said)


def _back(
    contact: Contact, matter: Matter, exchange: Exchange, context: Context, code: str, label: str
) -> list[e.Event]:
    """The note on the contact; if the SIE had it, it waits for the agent who referred it.

    Nobody is on the line any more: a call or chat is called back.
    """
    note = e.NoteAdded(_note(exchange, context))
    if contact.state is not State.REFERRED:
        return [note]
    channel = Channel.CALLBACK if contact.channel.live else contact.channel
    reason = Reason(code, f"{label} : {exchange.author}.")
    return [note, r.CameBack(reason, contact.place, matter.author, channel=channel)]


def _note(exchange: Exchange, context: Context) -> Message:
    return Message(
        exchange.id,
        Direction.NOTE,
        exchange.at,
        exchange.author,
        exchange.text,
        author_id=context.actor.id,
    )
