"""Several agents do random things to several contacts; whatever they do, the promises hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ccpro_desk.domain import commands as c
from ccpro_desk.domain import events as e
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact, Lease, Reason
from ccpro_desk.domain.effects import lease_expired, offer_expired, reply_undeliverable, usager_wrote
from ccpro_desk.domain.evolve import USAGER, evolve
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.lifecycle import decide
from ccpro_desk.domain.refusals import Refusal
from ccpro_desk.domain.values import (
    Channel,
    Direction,
    EndedBy,
    Message,
    MotifOutcome,
    Outcome,
    Sending,
    State,
)
from tests.domain.people import AGENT, CONNECTOR, NOW, OTHER, contact, context

AGENTS = (AGENT, OTHER, replace(AGENT, id=UUID(int=4), login="agent3", name="Chloé Petit"))
MOTIFS = (MotifOutcome("autre.autre", Outcome.ANSWERED),)
LIVE = (State.OFFERED, State.ACTIVE, State.WRAP_UP)
bodies = st.sampled_from(
    [
        c.Accept(),
        c.Decline("Occupé"),
        c.End(EndedBy.AGENT),
        c.AddNote("Note"),
        c.Reply("Bonjour"),
        c.Reply("Bonjour", hold_s=10),
        c.SetMotifs(MOTIFS),
        c.LinkUsager("732829320"),
        c.Identify(("iban4", "amount"), True),
        c.Park("Attend"),
        c.Resume(),
        c.Reopen(),
        c.Release(),
        c.ScheduleCallback(NOW + timedelta(hours=2), "+33639980012", "Suite"),
        c.Close(MOTIFS),
        c.SaveDraft("À moitié"),
        c.SaveDraft(""),
    ]
)
agents = st.sampled_from(AGENTS)
which = st.integers(0, 4)


class Centre(RuleBasedStateMachine):
    """Five contacts, three agents, no store: `decide` and `evolve` alone."""

    @initialize(channels=st.lists(st.sampled_from(Channel), min_size=5, max_size=5))
    def open(self, channels: list[Channel]) -> None:
        self.contacts = [
            replace(contact(State.WAITING, channel), id=UUID(int=100 + n), messages=())
            for n, channel in enumerate(channels)
        ]
        self.said: Counter[UUID] = Counter()
        self.tokens: dict[tuple[int, UUID], UUID] = {}

    @rule(n=which, agent=agents)
    def take(self, n: int, agent: Agent) -> None:
        before = self.contacts[n]
        slot = self.free_slot(agent, before)
        if before.state is not State.WAITING or slot is None or before.bound_to not in (None, agent.id):
            return
        lease = Lease(new_id(), agent.id, slot, NOW + timedelta(minutes=1))
        kind = e.Offered if before.channel.live else e.Assigned
        self.tokens[n, agent.id] = lease.token
        self.happened(n, [kind(lease, Reason("test", "Essai."))], str(agent.id))

    @rule(n=which, agent=agents, body=bodies, stale=st.booleans())
    def command(self, n: int, agent: Agent, body: c.Body, stale: bool) -> None:
        before = self.contacts[n]
        token = self.tokens.get((n, agent.id), new_id())
        base = before.version - 1 if stale else before.version
        command = c.Command(new_id(), body, NOW, before.id, token, base)
        free = self.free_slot(agent, before)
        decision = decide(before, command, context(agent, free_slot=free))
        if isinstance(decision, Refusal):
            assert decision.message
            return
        assert before.state is not State.CLOSED or isinstance(body, c.AddNote | c.Reopen)
        if body.needs_lease:
            assert before.lease is not None and before.lease.agent == agent.id
        self.happened(n, decision, str(agent.id))
        lease = self.contacts[n].lease
        if lease is not None and lease.agent == agent.id:
            self.tokens[n, agent.id] = lease.token

    @rule(n=which, agent=agents)
    def take_back(self, n: int, agent: Agent) -> None:
        before = self.contacts[n]
        replies = [m for m in before.messages if m.direction is Direction.OUT]
        if not replies:
            return
        command = c.Command(new_id(), c.TakeBack(replies[-1].id), NOW, before.id)
        decision = decide(before, command, context(agent))
        if not isinstance(decision, Refusal):
            assert replies[-1].author_id == agent.id
            self.happened(n, decision, str(agent.id))

    @rule(n=which)
    def time_runs_out(self, n: int) -> None:
        before = self.contacts[n]
        if before.lease is None:
            return
        offered = before.state is State.OFFERED
        happened = offer_expired(before, NOW, context().settings) if offered else lease_expired(before)
        self.happened(n, happened, None)
        after = self.contacts[n]
        assert after.state is State.WAITING
        kept = (after.draft, after.messages, after.motifs, after.siren, after.late_drafts)
        assert kept == (before.draft, before.messages, before.motifs, before.siren, before.late_drafts)

    @rule(n=which)
    def usager_writes(self, n: int) -> None:
        message = Message(new_id(), Direction.IN, NOW, "Mme Martin", "Encore")
        wrote = usager_wrote(
            self.contacts[n], message, context().settings, message_ref=None, in_reply_to=None
        )
        self.happened(n, wrote, USAGER)
        assert self.contacts[n].state is not State.CLOSED

    @rule(n=which)
    def reply_bounces(self, n: int) -> None:
        before = self.contacts[n]
        waiting = [m for m in before.messages if m.status in (Sending.QUEUED, Sending.HELD)]
        if waiting:
            self.happened(n, reply_undeliverable(before, waiting[0], "550"), None)

    @rule(n=which)
    def hangs_up(self, n: int) -> None:
        before = self.contacts[n]
        command = c.Command(new_id(), c.End(EndedBy.USAGER), NOW, before.id)
        decision = decide(before, command, context(CONNECTOR))
        if not isinstance(decision, Refusal):
            assert before.channel.live
            self.happened(n, decision, None)

    @invariant()
    def one_live_lease_a_slot(self) -> None:
        leases = [(x.lease.agent, x.channel, x.lease.slot) for x in self.contacts if x.lease]
        assert len(leases) == len(set(leases))

    @invariant()
    def a_lease_stands_exactly_in_the_states_that_hold_a_slot(self) -> None:
        for x in self.contacts:
            assert (x.lease is not None) is (x.state in LIVE)
            assert x.bound_to is None or x.state is State.WAITING or x.state is State.OFFERED
            if x.state in (State.ACTIVE, State.WRAP_UP):
                assert x.lease is not None and x.owner == x.lease.agent
            if x.state is State.PARKED:
                assert x.owner is not None

    @invariant()
    def nothing_said_is_lost(self) -> None:
        for x in self.contacts:
            assert len(x.messages) == self.said[x.id]
            assert len({m.id for m in x.messages}) == len(x.messages)

    @invariant()
    def nobody_is_known_without_a_link(self) -> None:
        assert all(x.siren or x.identification.level == 0 for x in self.contacts)

    def free_slot(self, agent: Agent, wanted: Contact) -> int | None:
        used = {
            x.lease.slot
            for x in self.contacts
            if x.lease and x.lease.agent == agent.id and x.channel is wanted.channel
        }
        slots = range(1, agent.slots_of(wanted.channel) + 1)
        return next((slot for slot in slots if slot not in used), None)

    def happened(self, n: int, events: list[e.Event], author: str | None) -> None:
        for event in events:
            before = self.contacts[n]
            after = evolve(before, event, author)
            assert after.version == before.version + (1 if event.counts else 0)
            assert isinstance(after.touched, MappingProxyType)
            if isinstance(event, e.MessageReceived | e.NoteAdded | e.ReplyHeld):
                self.said[after.id] += 1
            self.contacts[n] = after


TestCentre = Centre.TestCase
TestCentre.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
