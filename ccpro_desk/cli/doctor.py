"""`ccpro-desk doctor`: what works on this workstation, and how to mend what does not."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ccpro_desk.cli.errors import DONE, FAILED, USAGE, CommandError

if TYPE_CHECKING:
    from ccpro_desk.desk.checkup.finding import Finding

MARKS = {"good": "✓", "poor": "!", "bad": "✗"}


def add_parser(subparsers: Any, add_central: Callable[[argparse.ArgumentParser], None]) -> None:
    doctor: argparse.ArgumentParser = subparsers.add_parser("doctor", help="vérifier ce poste")
    add_central(doctor)
    doctor.add_argument("--json", action="store_true", help="sortie lisible par un programme")
    doctor.add_argument("--keys", action="store_true", help="essayer aussi les touches F2 à F9")
    doctor.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when the workstation can work, 1 when something must be mended first."""
    if args.keys and (args.json or not sys.stdin.isatty()):
        raise CommandError(
            "--keys demande quelqu'un au clavier.", "Retirez --json, ou ouvrez un terminal.", USAGE
        )
    findings = []
    for finding in _findings(args):
        findings.append(finding)
        if not args.json:
            _show(finding)
    if args.json:
        print(
            json.dumps({"findings": [asdict(finding) for finding in findings]}, ensure_ascii=False, indent=2)
        )
    return FAILED if any(finding.health == "bad" for finding in findings) else DONE


def _findings(args: argparse.Namespace) -> Iterator[Finding]:
    from ccpro_desk.cli.checkup import central, keys, own, secrets, store
    from ccpro_desk.cli.desk import central_of, config_of, profile_dir
    from ccpro_desk.desk.checkup import terminal

    yield from terminal.check()
    if args.keys:
        yield from keys.check()
    yield from own.check(config_of(args.profile))
    yield from secrets.check()
    yield from store.check(profile_dir(args.profile))
    try:
        address = central_of(args)
    except CommandError:
        if args.central:
            raise
        address = None
    yield from central.check(address)


def _show(finding: Finding) -> None:
    print(f"{MARKS[finding.health]} {finding.label} : {finding.found}")
    if finding.mend:
        print(f"  → {finding.mend}")
