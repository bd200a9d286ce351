"""The plateau's part of a change, and its rows read back: words, help asked for, crisis lines."""

from __future__ import annotations

from datetime import date
from typing import Any

from ccpro_desk.central.store import rows
from ccpro_desk.central.store.values import Change, CrisisChange
from ccpro_desk.domain.leave import Leave
from ccpro_desk.domain.plateau import Queue, Renfort, Word
from ccpro_desk.domain.values import Channel

Values = dict[str, Any]


def plateau_rows(change: Change) -> Values:
    """Rows by table; `row` is what the head itself writes: an answer, or the end of a crisis line."""
    word, renfort, crisis = change.word, change.renfort, change.crisis
    asked = renfort is not None and renfort.answer is None
    opened = crisis is not None and crisis.crisis.closed_at is None
    return {
        "row": _head(renfort, crisis),
        "words": [_word_row(word)] if word is not None and word.text else [],
        "no_words": [_word_row(word)] if word is not None and not word.text else [],
        "renforts": [_renfort_row(renfort)] if renfort is not None and asked else [],
        "crises": [_crisis_row(crisis)] if crisis is not None and opened else [],
    }


def _head(renfort: Renfort | None, crisis: CrisisChange | None) -> Values | None:
    if renfort is not None and renfort.answer is not None:
        return _renfort_row(renfort)
    if crisis is not None and crisis.crisis.closed_at is not None:
        return {"id": crisis.crisis.id, "closed_at": crisis.crisis.closed_at}
    return None


def _word_row(word: Word) -> Values:
    return {
        "centre": word.centre,
        "plateau": word.plateau,
        "text": word.text,
        "until": word.until,
        "author": word.author,
    }


def _renfort_row(renfort: Renfort) -> Values:
    return {
        "id": renfort.id,
        "agent_id": renfort.agent_id,
        "centre": renfort.centre,
        "plateau": renfort.plateau,
        "channel": renfort.channel,
        "subject": renfort.subject,
        "asked_at": renfort.asked_at,
        "answer": renfort.answer,
        "answered_by": renfort.answered_by,
        "answered_at": renfort.answered_at,
    }


def _crisis_row(change: CrisisChange) -> Values:
    crisis = change.crisis
    return {
        "id": crisis.id,
        "label": crisis.label,
        "pool": crisis.pool,
        "opened_at": crisis.opened_at,
        "until": crisis.until,
        "allowance_s": crisis.allowance_s,
        "numbers": list(crisis.numbers),
        "words": list(crisis.words),
        "answers": list(crisis.answers),
        "opened_by": change.by,
    }


def queue_of(row: rows.Row) -> Queue:
    return Queue(
        pool=row["pool"],
        channel=Channel(row["channel"]),
        skill=row["skill"],
        waiting=int(row["waiting"]),
        oldest_at=rows.moment(row["oldest"]),
        late=int(row["late"]),
    )


def leave_of(row: rows.Row) -> Leave:
    first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
    return Leave(rows.uid(row["agent_id"]), first, last)


def word_of(row: rows.Row) -> Word:
    return Word(row["centre"], row["plateau"], row["text"], rows.moment(row["until"]), row["author"])


def renfort_of(row: rows.Row) -> Renfort:
    return Renfort(
        id=rows.uid(row["id"]),
        agent_id=rows.uid(row["agent_id"]),
        centre=row["centre"],
        plateau=row["plateau"],
        asked_at=rows.moment(row["asked_at"]),
        channel=Channel(row["channel"]) if row["channel"] else None,
        subject=row["subject"],
        answer=row["answer"],
        answered_by=rows.maybe_uid(row["answered_by"]),
        answered_at=rows.maybe_moment(row["answered_at"]),
    )
