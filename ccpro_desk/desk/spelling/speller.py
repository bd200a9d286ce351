"""`Speller`: asks the dictionary's process, remembers what it said, does without it where there is none."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

from ccpro_desk.desk.spelling import words

_CHILD = (sys.executable, "-I", "-m", "ccpro_desk.desk.spelling.child")
_REMEMBERED = 20_000
"""Words whose spelling is known here."""
_STARTS = 3
"""How often its process is started: one that dies each time is left alone."""
_PATIENCE_S = 20.0


class Speller:
    """Nothing is started before the first question. Asking never raises: no dictionary, nothing is wrong."""

    def __init__(self, load: Callable[[], Awaitable[Iterable[str]]] | None = None) -> None:
        """`load` gives the agent's own words, when they are first needed."""
        self._load = load
        self._own: set[str] = set()
        self._known: dict[str, bool] = {}
        self._process: asyncio.subprocess.Process | None = None
        self._starting: asyncio.Future[asyncio.subprocess.Process] | None = None
        """It goes on when the question that began it is given up, and ends with the rest."""
        self._starts = 0
        self._over = False
        self._turn = asyncio.Lock()

    @property
    def available(self) -> bool:
        """Whether there may be an answer."""
        return self._starts < _STARTS or self._runs

    async def wrong(self, asked: Iterable[str]) -> frozenset[str]:
        """Those that the dictionary does not know, nor the trade, nor the agent."""
        if self._load is not None:
            load, self._load = self._load, None
            self._own.update(word.casefold() for word in await load())
        wanted = set(asked)
        unsure = [word for word in wanted if word not in self._known and not self._allowed(word)]
        if unsure:
            answer = await self._ask({"words": [_plain(word) for word in unsure]})
            if answer is not None:
                self._remember(unsure, frozenset(answer))
        return self.known_wrong(wanted)

    def known_wrong(self, asked: Iterable[str]) -> frozenset[str]:
        """Those of which that is known already, without asking."""
        return frozenset(w for w in asked if not self._known.get(w, True) and not self._allowed(w))

    async def suggestions(self, word: str) -> tuple[str, ...]:
        """What `word` was perhaps meant to be, the likeliest first; with its own kind of apostrophe."""
        answer = await self._ask({"suggest": _plain(word)}) or ()
        return tuple(found.replace("'", "’") if "’" in word else found for found in answer)

    def allow(self, word: str) -> None:
        """Right from now on, as long as this workstation runs."""
        self._own.add(word.casefold())

    async def close(self) -> None:
        """For good: what is asked later is not answered, and starts nothing."""
        self._over = True
        await self._drop()

    async def _drop(self) -> None:
        if self._starting is not None:
            starting, self._starting = self._starting, None
            with suppress(OSError):
                self._process = await starting
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def _allowed(self, word: str) -> bool:
        return word.casefold() in self._own or word in words.trade() or _bare(word) in words.trade()

    def _remember(self, asked: Iterable[str], wrong: frozenset[str]) -> None:
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        self._known.update({word: _plain(word) not in wrong for word in asked})

    async def _ask(self, question: dict[str, Any]) -> list[str] | None:
        async with self._turn:
            try:
                async with asyncio.timeout(_PATIENCE_S):
                    return await self._answer(question)
            except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError):
                await self._drop()
                return None

    async def _answer(self, question: dict[str, Any]) -> list[str] | None:
        if not self._runs and not await self._start():
            return None
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps(question).encode() + b"\n")
        await process.stdin.drain()
        line = await process.stdout.readuntil(b"\n")
        answer = json.loads(line)
        return [str(word) for word in answer]

    @property
    def _runs(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def _start(self) -> bool:
        if self._starts == _STARTS or self._over:
            return False
        from ccpro_desk.reference import data_dir

        self._starts += 1
        self._starting = asyncio.ensure_future(
            asyncio.create_subprocess_exec(
                *_CHILD,
                str(data_dir() / "spelling"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
                start_new_session=True,
                limit=1_000_000,
            )
        )
        self._process = await asyncio.shield(self._starting)
        self._starting = None
        return True


def _plain(word: str) -> str:
    return word.replace("’", "'")


def _bare(word: str) -> str:
    """Without what is elided before it: « l'URSSAF », « d'autoliquidation »."""
    return _plain(word).rpartition("'")[2]
