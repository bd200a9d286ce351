"""Jobs a second of pgqueuer, one at a time from the queue: `python pgqueuer_jobs.py URL`; they do nothing."""

import asyncio
import json
import logging
import sys
import time
from datetime import timedelta

import asyncpg
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgDriver
from pgqueuer.models import Job
from pgqueuer.queries import Queries
from pgqueuer.types import QueueExecutionMode

JOBS = 400


async def main() -> None:
    logging.disable(logging.CRITICAL)
    connection = await asyncpg.connect(sys.argv[1])
    queries = Queries(AsyncpgDriver(connection))
    await queries.install()
    await queries.enqueue(["nothing"] * JOBS, [b""] * JOBS, [0] * JOBS)
    queuer = PgQueuer(AsyncpgDriver(await asyncpg.connect(sys.argv[1])))

    @queuer.entrypoint("nothing")
    async def nothing(job: Job) -> None:
        """Does nothing."""

    began = time.perf_counter()
    await queuer.run(mode=QueueExecutionMode.drain, batch_size=1, dequeue_timeout=timedelta(seconds=1))
    print(json.dumps({"jobs_s": JOBS / (time.perf_counter() - began)}))


asyncio.run(main())
