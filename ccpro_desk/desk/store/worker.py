"""The one thread that touches the database: it drains its queue, commits the whole group, then answers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from uuid import UUID

from sqlcipher3 import dbapi2 as sqlcipher

from ccpro_desk.desk.store.connect import running_problem

Work = Callable[[sqlcipher.Cursor], Any]
GROUP = 200
"""The most jobs that one transaction takes."""


@dataclass(eq=False)
class Job:
    """One piece of work for the database's thread, and its future."""

    work: Work
    done: Future[Any]
    draft_of: UUID | None = None
    """A draft: skipped when a later one of this contact stands in the same group."""


class Worker:
    def __init__(self, connection: sqlcipher.Connection) -> None:
        self._connection = connection
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="ccpro-desk-store", daemon=True)
        self._thread.start()

    def submit(self, work: Work, *, draft_of: UUID | None = None) -> Future[Any]:
        """Have `work` done in a transaction; the future resolves after its commit, or with `StoreProblem`."""
        job = Job(work, Future(), draft_of)
        self._queue.put(job)
        return job.done

    def close(self) -> None:
        """Do what is asked so far, close the connection, end the thread."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        going = True
        while going:
            group, going = self._drain()
            if group:
                self._do(group)
        self._connection.close()

    def _drain(self) -> tuple[list[Job], bool]:
        group: list[Job] = []
        job = self._queue.get()
        while job is not None:
            group.append(job)
            if len(group) >= GROUP:
                return group, True
            try:
                job = self._queue.get_nowait()
            except Empty:
                return group, True
        return group, False

    def _do(self, group: list[Job]) -> None:
        cursor = self._connection.cursor()
        answers: list[tuple[Job, Any, BaseException | None]] = []
        try:
            cursor.execute("BEGIN IMMEDIATE")
            answers = [self._one(cursor, job) for job in _last_drafts(group)]
            cursor.execute("COMMIT")
        except sqlcipher.Error as error:
            self._roll_back(cursor)
            answers = [(job, None, running_problem(error)) for job in group]
        done = {id(job) for job, _, _ in answers}
        answers += [(job, None, None) for job in group if id(job) not in done]
        for job, value, failure in answers:
            _answer(job.done, value, failure)

    def _one(self, cursor: sqlcipher.Cursor, job: Job) -> tuple[Job, Any, BaseException | None]:
        cursor.execute("SAVEPOINT job")
        try:
            value = job.work(cursor)
        except sqlcipher.Error:
            raise
        except Exception as error:
            cursor.execute("ROLLBACK TO job")
            cursor.execute("RELEASE job")
            return job, None, error
        cursor.execute("RELEASE job")
        return job, value, None

    def _roll_back(self, cursor: sqlcipher.Cursor) -> None:
        if self._connection.in_transaction:
            try:
                cursor.execute("ROLLBACK")
            except sqlcipher.Error:
                return


def _last_drafts(group: list[Job]) -> list[Job]:
    last = {job.draft_of: job for job in group if job.draft_of is not None}
    return [job for job in group if job.draft_of is None or last[job.draft_of] is job]


def _answer(future: Future[Any], value: Any, failure: BaseException | None) -> None:
    if not future.set_running_or_notify_cancel():
        return
    if failure is None:
        future.set_result(value)
    else:
        future.set_exception(failure)
