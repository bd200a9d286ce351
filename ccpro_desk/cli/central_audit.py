"""`ccpro-central verify|purge|restored|audit show`: what an administrator asks of a database."""

from __future__ import annotations

import argparse
import json
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccpro_desk.central.audit.purge import Removed, purge, would_purge
from ccpro_desk.central.audit.sealer import seal_all
from ccpro_desk.central.audit.verify import verify
from ccpro_desk.cli.audited import audited
from ccpro_desk.cli.errors import DONE, USAGE, CommandError
from ccpro_desk.domain.clock import SystemClock
from ccpro_desk.domain.text import clean
from ccpro_desk.reference.retention import RULES, load_retention

if TYPE_CHECKING:
    from ccpro_desk.central.audit.findings import Report
    from ccpro_desk.central.store.audit_values import AuditLine
    from ccpro_desk.central.store.port import Store

_GRACE = timedelta(minutes=10)
"""How long after a restore desks have to come back before their contacts go to others."""
_REASON = range(20, 501)
"""Characters, as for a dossier."""


async def run(store: Store, args: argparse.Namespace) -> int:
    """Raises `CommandError`, `StoreError`, `DataError`."""
    work = {"verify": _verify, "purge": _purge, "restored": _restored, "audit": _show}
    return await work[args.command](store, args)


async def _verify(store: Store, args: argparse.Namespace) -> int:
    if args.seals is not None and not args.seals.is_file():
        raise CommandError(
            f"Le fichier des scellés {args.seals} n'existe pas.", "Vérifiez son chemin.", USAGE
        )
    report = await verify(store, SystemClock().now(), args.seals)
    if args.json:
        print(json.dumps(_verified(report), ensure_ascii=False))
    else:
        _tell(report)
    if report.is_clean:
        return DONE
    raise CommandError(
        f"Vérification : {len(report.findings)} anomalies.",
        "Rien n'a été modifié : conservez la base et le fichier des scellés, et prévenez le responsable.",
    )


def _verified(report: Report) -> dict[str, Any]:
    return {
        "clean": report.is_clean,
        "seals": report.seals,
        "rows": report.rows,
        "purged": report.purged,
        "emptied": report.emptied,
        "unsealed": report.unsealed,
        "findings": [{"code": f.code, "about": f.about, "sentence": f.sentence} for f in report.findings],
    }


def _tell(report: Report) -> None:
    for finding in report.findings:
        print(finding.sentence)
    print(
        f"{report.rows} lignes d'audit sous {report.seals} scellés, dont {report.purged} purgées ; "
        f"{report.emptied} détails vidés, {report.unsealed} lignes en cours de scellement."
    )
    if report.is_clean:
        print("Aucune anomalie.")


async def _purge(store: Store, args: argparse.Namespace) -> int:
    unknown = set(args.rule or ()) - set(RULES)
    if unknown:
        known = ", ".join(RULES)
        raise CommandError(f"Règle inconnue : {', '.join(sorted(unknown))}.", f"Règles : {known}.", USAGE)
    now = SystemClock().now()
    rules = [rule for rule in load_retention() if not args.rule or rule.id in args.rule]
    work = would_purge if args.dry_run else purge
    removed = await work(store, rules, now)
    if not args.dry_run:
        await seal_all(store, now)
    said = {"dry_run": args.dry_run, "at": now.isoformat(), "removed": [_removed(each) for each in removed]}
    if args.receipt is not None and not args.dry_run:
        _append(args.receipt, json.dumps(said, ensure_ascii=False))
    if args.json:
        print(json.dumps(said, ensure_ascii=False))
        return DONE
    verb = "à supprimer" if args.dry_run else "supprimés"
    for each in removed:
        print(f"{each.rule.id} : {each.count} {verb} (avant le {each.before:%d/%m/%Y}). {each.rule.reason}")
    return DONE


def _removed(removed: Removed) -> dict[str, Any]:
    rule = removed.rule
    return {
        "rule": rule.id,
        "days": rule.keep.days,
        "before": removed.before.isoformat(),
        "count": removed.count,
        "reason": rule.reason,
        "source": rule.source,
    }


def _append(path: Path, line: str) -> None:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise CommandError(
            f"Le reçu {path} n'a pas pu être écrit ({error.strerror}).",
            "La purge est faite et inscrite dans l'audit : relisez-la avec « ccpro-central audit show ».",
        ) from error


async def _restored(store: Store, args: argparse.Namespace) -> int:
    now = SystemClock().now()
    await seal_all(store, now)
    await store.restored(now, now + _GRACE)
    await audited(store, "restored", "central")
    print("La base est remise en service : les postes se resynchronisent et renvoient leurs sept jours.")
    return DONE


async def _show(store: Store, args: argparse.Namespace) -> int:
    reason = clean(args.reason, keep_newlines=False)
    if len(reason) not in _REASON:
        raise CommandError("Le motif de lecture compte de 20 à 500 caractères.", "Complétez --reason.", USAGE)
    now = SystemClock().now()
    actor = await _account_of(store, args.login)
    asked = {"reason": reason, "about": args.about, "login": args.login}
    await audited(store, "audit.read", "audit", asked)
    since = now - timedelta(days=min(max(args.days, 0), 36500))
    lines = await store.audit_page(about=args.about, actor=actor, since=since, limit=max(args.limit, 1))
    for line in lines:
        print(json.dumps(_line(line), ensure_ascii=False) if args.json else _text(line))
    return DONE


async def _account_of(store: Store, login: str | None) -> str | None:
    if login is None:
        return None
    found = await store.account(login)
    if found is None:
        raise CommandError(f"Aucun compte ne porte l'identifiant « {login} ».", "Vérifiez-le.", USAGE)
    return str(found.agent.id)


def _line(line: AuditLine) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "at": line.at.isoformat(),
        "actor": line.actor,
        "action": line.action,
        "about": line.object,
        "detail": json.loads(line.detail) if line.detail else None,
    }


def _text(line: AuditLine) -> str:
    detail = line.detail if line.detail is not None else "(détail vidé)"
    return f"{line.at:%d/%m/%Y %H:%M:%S} UTC  {line.actor or '-'}  {line.action}  {line.object}  {detail}"
