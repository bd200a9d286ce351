"""Jobs a second of procrastinate: `python procrastinate_jobs.py URL`; the jobs do nothing."""

import asyncio
import json
import logging
import sys
import time

import procrastinate

JOBS = 800
AT_ONCE = 10
app = procrastinate.App(
    connector=procrastinate.PsycopgConnector(conninfo=sys.argv[1], min_size=4, max_size=AT_ONCE + 4)
)


@app.task(queue="bench")
async def nothing(number: int) -> None:
    """Does nothing."""


async def main() -> None:
    logging.disable(logging.CRITICAL)
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        await nothing.batch_defer_async(*({"number": number} for number in range(JOBS)))
        began = time.perf_counter()
        await app.run_worker_async(
            queues=["bench"], concurrency=AT_ONCE, wait=False, install_signal_handlers=False
        )
        print(json.dumps({"jobs_s": JOBS / (time.perf_counter() - began)}))


asyncio.run(main())
