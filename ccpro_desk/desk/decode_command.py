"""Journaled JSON → commands, by hand for the same reason as `decode`: a journal is read on the start path."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from ccpro_desk.desk.decode import Undecodable, maybe
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.appointments.modes import Attendance, Mode
from ccpro_desk.domain.identification import Quality
from ccpro_desk.domain.referral.haste import Haste
from ccpro_desk.domain.values import AnswerRef, Channel, EndedBy, MotifOutcome, Outcome, Status

_Json = dict[str, Any]


def command(raw: str) -> c.Command:
    """Raises `Undecodable`."""
    try:
        j = json.loads(raw)
        return c.Command(
            id=UUID(j["id"]),
            body=_BODIES[j["type"]](j["body"]),
            issued_at=_at(j["issued_at"]),
            contact_id=maybe(UUID, j.get("contact_id")),
            lease_token=maybe(UUID, j.get("lease_token")),
            base_version=j.get("base_version"),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Undecodable(f"{type(error).__name__}: {error}") from error


def _motifs(j: _Json) -> tuple[MotifOutcome, ...]:
    return tuple(MotifOutcome(m["code"], Outcome(m["outcome"])) for m in j["motifs"])


def _reply(j: _Json) -> c.Reply:
    answers = tuple(AnswerRef(a["id"], a["version"]) for a in j.get("answers", ()))
    return c.Reply(j["text"], answers, tuple(UUID(a) for a in j.get("attachments", ())), j.get("hold_s", 0))


def _transfer(j: _Json) -> c.Transfer:
    to = j["to"]
    agent, plateau, centre, skill = (to.get(name) for name in ("agent", "plateau", "centre", "skill"))
    return c.Transfer(c.TransferTo(agent, plateau, centre, skill, to.get("assistance", False)), j["summary"])


def _book(j: _Json) -> c.BookAppointment:
    slot, mode = _at(j["slot"]), Mode(j["mode"])
    return c.BookAppointment(j["sie"], slot, mode, j["siren"], j["purpose"], j.get("topic"))


def _identify(j: _Json) -> c.Identify:
    quality = maybe(Quality, j.get("quality"))
    return c.Identify(tuple(j["checks"]), j["passed"], quality, j.get("representative"), j.get("dialled"))


def _set_status(j: _Json) -> c.SetStatus:
    channels = maybe(lambda names: tuple(Channel(name) for name in names), j.get("channels"))
    return c.SetStatus(Status(j["status"]), j.get("after_current", False), channels)


def _refer(j: _Json) -> c.Refer:
    files = maybe(lambda ids: tuple(UUID(each) for each in ids), j.get("attachments"))
    promised = maybe(date.fromisoformat, j.get("promised_on"))
    haste = Haste(j["urgency"])
    return c.Refer(j["sie"], j["facts"], haste, promised, j.get("motif"), files, j.get("override"))


def _at(raw: str) -> datetime:
    return datetime.fromisoformat(raw)


_BODIES: Mapping[str, Callable[[_Json], c.Body]] = MappingProxyType(
    {
        "contact.accept": lambda j: c.Accept(),
        "contact.decline": lambda j: c.Decline(j["reason"]),
        "contact.end": lambda j: c.End(EndedBy(j["by"])),
        "contact.note": lambda j: c.AddNote(j["text"]),
        "contact.reply": _reply,
        "reply.take_back": lambda j: c.TakeBack(UUID(j["reply_id"])),
        "contact.motifs": lambda j: c.SetMotifs(_motifs(j)),
        "contact.link_usager": lambda j: c.LinkUsager(j["siren"]),
        "contact.identify": _identify,
        "contact.park": lambda j: c.Park(j["reason"], maybe(_at, j.get("until"))),
        "contact.resume": lambda j: c.Resume(),
        "contact.release": lambda j: c.Release(j.get("reason")),
        "contact.transfer": _transfer,
        "callback.schedule": lambda j: c.ScheduleCallback(_at(j["at"]), j["number"], j["purpose"]),
        "contact.close": lambda j: c.Close(_motifs(j), j.get("note")),
        "contact.reopen": lambda j: c.Reopen(),
        "contact.merge": lambda j: c.Merge(UUID(j["into"])),
        "contact.gather": lambda j: c.Gather(UUID(j["contact"])),
        "draft.save": lambda j: c.SaveDraft(j["text"]),
        "act.submit": lambda j: c.SubmitAct(j["act"], j["fields"], maybe(_at, j.get("as_of"))),
        "act.cancel": lambda j: c.CancelAct(UUID(j["act_id"]), j["reason"]),
        "act.approve": lambda j: c.ApproveAct(UUID(j["act_id"])),
        "act.return": lambda j: c.ReturnAct(UUID(j["act_id"]), j["reason"]),
        "contact.refer": _refer,
        "referral.reply": lambda j: c.ReplyReferral(UUID(j["referral_id"]), j["text"]),
        "referral.answer": lambda j: c.AnswerReferral(UUID(j["referral_id"]), j["text"]),
        "referral.ask": lambda j: c.AskReferral(UUID(j["referral_id"]), j["text"]),
        "referral.take": lambda j: c.TakeReferral(UUID(j["referral_id"]), j.get("text")),
        "referral.return": lambda j: c.ReturnReferral(UUID(j["referral_id"]), j["reason"], j.get("article")),
        "appointment.book": _book,
        "appointment.move": lambda j: c.MoveAppointment(UUID(j["appointment_id"]), _at(j["slot"])),
        "appointment.cancel": lambda j: c.CancelAppointment(UUID(j["appointment_id"]), j["reason"]),
        "appointment.outcome": lambda j: c.AppointmentOutcome(
            UUID(j["appointment_id"]), Attendance(j["outcome"])
        ),
        "agent.status": _set_status,
    }
)
