"""The plateau: seen and run by supervisors and heads; agents ask for a renfort."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import central_of, needs
from ccpro_desk.central.body import read_json
from ccpro_desk.central.shapes import answer, nothing
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.domain.permissions import Right
from ccpro_desk.wire.plateau import (
    Absence,
    AbsenceView,
    AnswerRenfort,
    AskRenfort,
    ColleaguesView,
    NewWord,
    Reassign,
    RenfortView,
    SupervisionView,
    WordView,
)
from ccpro_desk.wire.problems import ProblemCode

router = APIRouter()
Runs = Annotated[Session, Depends(needs(Right.READ_CENTRE))]
Asks = Annotated[Session, Depends(needs(Right.HANDLE))]


@router.get(
    "/v1/supervision",
    **told(
        "supervision",
        "The caller's plateau: who is available, what waits and since when, word, renforts.",
        Told({200: ("The plateau now.", SupervisionView)}, problems=(ProblemCode.FORBIDDEN,)),
    ),
)
async def supervision(request: Request, caller: Runs) -> Response:
    return answer(await central_of(request).handle.plateau.seen(caller.agent))


@router.post(
    "/v1/supervision/absences",
    **told(
        "absence",
        "Somebody is absent: what they set aside waits for everybody, drafts kept as late drafts; calls that "
        "are promised for those days are everybody's at their hour.",
        Told({200: ("What was returned.", AbsenceView)}, body=Absence, problems=(ProblemCode.NOT_FOUND,)),
    ),
)
async def absence(request: Request, caller: Runs) -> Response:
    asked = await read_json(request, Absence)
    return answer(await central_of(request).handle.plateau.absence(caller.agent, asked))


@router.post(
    "/v1/supervision/reassign",
    **told(
        "reassign",
        "A waiting or parked contact is given to an agent or a plateau of the caller's centre.",
        Told(
            {204: ("It waits there.", None)},
            body=Reassign,
            problems=(ProblemCode.NOT_FOUND, ProblemCode.CONFLICT),
        ),
    ),
)
async def reassign(request: Request, caller: Runs) -> Response:
    await central_of(request).handle.plateau.reassign(caller.agent, await read_json(request, Reassign))
    return nothing()


@router.put(
    "/v1/supervision/word",
    **told(
        "set_word",
        "The plateau's word, until closing time at the latest; an empty text takes it away.",
        Told({200: ("What stands.", WordView), 204: ("Taken away.", None)}, body=NewWord),
    ),
)
async def set_word(request: Request, caller: Runs) -> Response:
    new = await read_json(request, NewWord)
    word = await central_of(request).handle.plateau.set_word(caller.agent, new)
    return answer(word) if word else nothing()


@router.post(
    "/v1/supervision/renfort/{renfort_id}",
    **told(
        "answer_renfort",
        "The answer to an agent who asked for help.",
        Told(
            {200: ("The renfort with its answer.", RenfortView)},
            body=AnswerRenfort,
            problems=(ProblemCode.NOT_FOUND, ProblemCode.CONFLICT),
        ),
    ),
)
async def answer_renfort(request: Request, caller: Runs, renfort_id: UUID) -> Response:
    said = await read_json(request, AnswerRenfort)
    return answer(await central_of(request).handle.plateau.answer(caller.agent, renfort_id, said.answer))


@router.post(
    "/v1/renfort",
    **told(
        "ask_renfort",
        "An agent asks their supervisors for help; one at a time waits for its answer.",
        Told(
            {200: ("Asked for already.", RenfortView), 201: ("Asked for.", RenfortView)},
            body=AskRenfort,
        ),
    ),
)
async def ask_renfort(request: Request, caller: Asks) -> Response:
    asked = await read_json(request, AskRenfort)
    view, new = await central_of(request).handle.plateau.ask(caller.agent, asked)
    return answer(view, 201 if new else 200)


@router.get(
    "/v1/colleagues",
    **told(
        "colleagues",
        "Who of the caller's centre may be handed a contact; nothing of what they are doing.",
        Told({200: ("By name.", ColleaguesView)}, problems=(ProblemCode.FORBIDDEN,)),
    ),
)
async def colleagues(request: Request, caller: Asks) -> Response:
    return answer(await central_of(request).handle.plateau.colleagues(caller.agent))
