"""`scripts/chaos`: faults with real processes, then the ledger; exit 0 if nothing was lost or done twice."""

from __future__ import annotations

import argparse
import sys

from scripts.lib.chaos.ledger import table
from scripts.lib.chaos.run import run
from scripts.lib.chaos.scene import FAULTS, Plan


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/chaos", description=__doc__)
    parser.add_argument("--contacts", type=int, default=Plan.contacts)
    parser.add_argument("--desks", type=int, default=Plan.desks)
    parser.add_argument("--seed", type=int, default=Plan.seed, help="whom the faults strike")
    parser.add_argument("--faults", default=",".join(FAULTS), help="in the order in which they strike")
    parser.add_argument(
        "--patience",
        type=float,
        default=Plan.patience_s,
        metavar="S",
        help="give up when nothing moved for S",
    )
    args = parser.parse_args()
    faults = tuple(filter(None, args.faults.split(",")))
    if unknown := set(faults) - set(FAULTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    plan = Plan(
        contacts=args.contacts,
        desks=args.desks,
        seed=args.seed,
        patience_s=args.patience,
        faults=faults,
    )
    lines = run(plan, lambda text: print(text, flush=True))
    print(table(lines))
    return int(any(line.wrong for line in lines))


sys.exit(main())
