"""The plateau: seen and run by its supervisors; agents read its word and ask for help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle import moving
from ccpro_desk.central.handle.changes import audit
from ccpro_desk.central.handle.home import Home, pools_of
from ccpro_desk.central.store.agent_events import SUPERVISORS
from ccpro_desk.central.store.matter_port import MatterListing
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.values import Audience, Change, NewEvent
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.plateau import (
    RENFORT_KEPT,
    Queue,
    Renfort,
    Word,
    available,
    closing,
    counted,
    scope_of,
    word_for,
)
from ccpro_desk.domain.referral.detail import OPEN_STATES
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import Channel
from ccpro_desk.wire.plateau import (
    Absence,
    AbsenceView,
    AlertView,
    AskRenfort,
    AvailableView,
    ColleaguesView,
    ColleagueView,
    FichesView,
    GroupView,
    NewWord,
    QueueView,
    Reassign,
    RenfortView,
    SupervisionView,
    WaitView,
    WordView,
)
from ccpro_desk.wire.problems import ProblemCode


class Plateau:
    """The calls of `/v1/supervision` and `/v1/renfort`, without HTTP. Raises `ProblemError`."""

    def __init__(self, home: Home) -> None:
        self._home = home

    async def seen(self, actor: Agent) -> SupervisionView:
        """The plateau of `actor`, or their centre. Raises `forbidden`."""
        _has_centre(actor)
        home, now = self._home, self._home.now
        scope = scope_of(actor)
        people = await home.store.colleagues(actor.centre)
        team = [agent for agent in people if scope.includes(agent)]
        group = counted(team)
        await home.learn_crises()
        queues = await home.store.queues(pools_of(actor), now)
        names = {agent.id: agent.name for agent in people}
        renforts = await home.store.renforts(actor.centre, now - RENFORT_KEPT)
        return SupervisionView(
            centre=scope.centre,
            plateau=scope.plateau,
            as_of=now,
            available=tuple(AvailableView(a.id, a.login, a.name, a.channels) for a in available(team)),
            channels=_by_channel(queues, now),
            queues=tuple(self._queue(queue, now) for queue in queues),
            renforts=tuple(_renfort(r, names.get(r.agent_id, "")) for r in renforts),
            group=GroupView(group.agents, group.available) if group else None,
            word=await self.word(actor),
            fiches=await self._fiches(actor, now),
            alerts=await self._alerts(actor),
        )

    async def _fiches(self, actor: Agent, now: datetime) -> FichesView | None:
        """Of the centre, not of anybody in it."""
        listing = MatterListing(MatterKind.REFERRAL, centre=actor.centre, states=OPEN_STATES)
        number = await self._home.store.count_matters(listing)
        late = await self._home.store.count_matters(listing, due_by=now) if number else 0
        return FichesView(number, late) if number else None

    async def _alerts(self, actor: Agent) -> tuple[AlertView, ...] | None:
        found = await self._home.store.alerts_in(actor.centre, self._home.now)
        return tuple(AlertView(a.id, a.siren, a.contact_id, a.failures, a.at, a.until) for a in found) or None

    def _queue(self, queue: Queue, now: datetime) -> QueueView:
        labels = {line.queue: line.label for line in self._home.crises.values()}
        return QueueView(
            pool=queue.pool,
            channel=queue.channel,
            skill=queue.skill,
            waiting=queue.waiting,
            oldest_s=_seconds(queue.oldest_at, now),
            late=queue.late,
            crisis=labels.get(queue.skill),
        )

    async def absence(self, actor: Agent, asked: Absence) -> AbsenceView:
        """Returns what somebody set aside. Raises `not_found`, `forbidden`, `invalid`."""
        _has_centre(actor)
        return await moving.absence(self._home, actor, asked)

    async def reassign(self, actor: Agent, asked: Reassign) -> None:
        """Raises `not_found`, `forbidden`, `conflict`, `invalid`."""
        _has_centre(actor)
        await moving.reassign(self._home, actor, asked)

    async def word(self, reader: Agent) -> WordView | None:
        """The word that stands for `reader`."""
        if not reader.centre:
            return None
        found = word_for(reader, await self._home.store.words(reader.centre, self._home.now), self._home.now)
        return WordView(found.text, found.until, found.author, found.plateau) if found else None

    async def set_word(self, actor: Agent, new: NewWord) -> WordView | None:
        """What stands from now on; none: nothing. Raises `forbidden`, `invalid`."""
        _has_centre(actor)
        home, scope = self._home, scope_of(actor)
        await home.learn_calendars()
        latest = closing(home.rules.settings.hours.get(actor.centre), home.now)
        until = min(new.until or latest, latest)
        if until <= home.now:
            raise ProblemError(ProblemCode.INVALID, "Champ « until » : une heure à venir.")
        word = Word(scope.centre, scope.plateau, clean(new.text).strip(), until, actor.name)
        detail = {"plateau": scope.plateau, "until": until.isoformat() if word.text else None}
        readers = await self._readers(actor)
        told = self._told(actor, readers, "word", f"centre/{scope.centre}", detail)
        await home.store.write(replace(told, word=word))
        return WordView(word.text, word.until, word.author, word.plateau) if word.text else None

    async def _readers(self, actor: Agent) -> Audience:
        """Those for whom a word of `actor` stands."""
        scope = scope_of(actor)
        if not scope.plateau:
            return Audience(pool=scope.centre)
        people = await self._home.store.colleagues(scope.centre)
        return Audience(frozenset(a.id for a in people if a.plateau == scope.plateau))

    async def colleagues(self, actor: Agent) -> ColleaguesView:
        """Whom `actor` may hand a contact to, in their own centre; nothing says what these are doing."""
        people = await self._home.store.colleagues(actor.centre) if actor.centre else []
        return ColleaguesView(
            tuple(
                ColleagueView(agent.login, agent.name, agent.plateau)
                for agent in sorted(people, key=lambda agent: (agent.name, agent.login))
                if agent.id != actor.id and may(agent.role, Right.HANDLE)
            )
        )

    async def ask(self, actor: Agent, asked: AskRenfort) -> tuple[RenfortView, bool]:
        """The help asked for, and whether it is new: one at a time waits for its answer."""
        _has_centre(actor)
        home = self._home
        await home.store.forget_plateau(home.now)
        subject = clean(asked.subject, keep_newlines=False)
        new = Renfort(new_id(), actor.id, actor.centre, actor.plateau, home.now, asked.channel, subject)
        detail = {"channel": asked.channel}
        told = self._told(actor, _of_renfort(new), "renfort", f"renfort/{new.id}", detail, new.id)
        if await home.store.write(replace(told, renfort=new)) is not Outcome.WRITTEN:
            waiting = await home.store.renfort_of(actor.id, home.now - RENFORT_KEPT)
            return _renfort(waiting or new, actor.name), False
        return _renfort(new, actor.name), True

    async def renfort(self, agent: Agent) -> RenfortView | None:
        """The last that `agent` asked for today, with its answer."""
        found = await self._home.store.renfort_of(agent.id, self._home.now - RENFORT_KEPT)
        return _renfort(found, agent.name) if found else None

    async def answer(self, actor: Agent, renfort_id: UUID, text: str) -> RenfortView:
        """Raises `not_found`, `forbidden`, `conflict` when it is answered already, `invalid`."""
        home, sentence = self._home, clean(text, keep_newlines=False)
        found = await home.store.renfort(renfort_id)
        if found is None or found.asked_at <= home.now - RENFORT_KEPT:
            raise ProblemError(ProblemCode.NOT_FOUND, "Cette demande de renfort est introuvable.")
        if found.centre != actor.centre:
            raise ProblemError(ProblemCode.FORBIDDEN, "Cette demande de renfort est d'un autre centre.")
        if not sentence:
            raise ProblemError(ProblemCode.INVALID, "Champ « answer » : texte vide.")
        done = replace(found, answer=sentence, answered_by=actor.id, answered_at=home.now)
        told = self._told(actor, _of_renfort(found), "renfort.answer", f"renfort/{found.id}", {}, found.id)
        if await home.store.write(replace(told, renfort=done)) is not Outcome.WRITTEN:
            raise ProblemError(ProblemCode.CONFLICT, "Cette demande de renfort a déjà sa réponse.")
        names = await home.names([found.agent_id])
        return _renfort(done, names.get(found.agent_id, ""))

    def _told(
        self,
        actor: Agent,
        audience: Audience,
        action: str,
        about: str,
        detail: Mapping[str, str | None],
        key: UUID | None = None,
    ) -> Change:
        """The audit, and a notice that names the field of `/v1/me` that changed."""
        home, field = self._home, action.partition(".")[0]
        event = NewEvent(new_id(), "notice", home.now, audience, str(actor.id), changed=(field,), about=key)
        entry = audit(home.now, actor.id, f"plateau.{action}", about, detail)
        return Change(events=(event,), audit=(entry,))


def _has_centre(actor: Agent) -> None:
    if not actor.centre:
        raise ProblemError(ProblemCode.FORBIDDEN, "Votre compte n'est rattaché à aucun centre.")


def _of_renfort(renfort: Renfort) -> Audience:
    """Who asked, and the supervisors of their centre."""
    return Audience(frozenset({renfort.agent_id}), renfort.centre, SUPERVISORS)


def _by_channel(queues: list[Queue], now: datetime) -> tuple[WaitView, ...]:
    views = []
    for channel in Channel:
        mine = [queue for queue in queues if queue.channel is channel]
        oldest = min((queue.oldest_at for queue in mine), default=now)
        waiting, late = sum(q.waiting for q in mine), sum(q.late for q in mine)
        views.append(WaitView(channel, waiting, _seconds(oldest, now), late))
    return tuple(views)


def _seconds(since: datetime, now: datetime) -> int:
    return max(0, int((now - since).total_seconds()))


def _renfort(renfort: Renfort, name: str) -> RenfortView:
    return RenfortView(
        id=renfort.id,
        agent=renfort.agent_id,
        name=name,
        asked_at=renfort.asked_at,
        plateau=renfort.plateau,
        channel=renfort.channel,
        subject=renfort.subject,
        answer=renfort.answer,
        answered_at=renfort.answered_at,
    )
