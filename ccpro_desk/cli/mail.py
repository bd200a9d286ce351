"""`ccpro-central mail import PATH…` and `mail send --outbox DIR`: the mail connector as a process."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ccpro_desk.cli.errors import DONE, USAGE, CommandError

if TYPE_CHECKING:
    from ccpro_desk.connectors.client import CentralClient
    from ccpro_desk.connectors.mail.claims import Claims
    from ccpro_desk.connectors.mail.report import Line
    from ccpro_desk.connectors.mail.send import Sender, Sent

KEYRING_SERVICE = "ccpro-desk"
_OUTCOMES = {
    "sent": ("envoyée", "envoyées"),
    "found": ("écrite auparavant et signalée", "écrites auparavant et signalées"),
    "elsewhere": ("reprise par un autre envoi", "reprises par un autre envoi"),
    "failed": ("non envoyée", "non envoyées"),
}
_SEE_REPORT = "Le compte rendu, sur la sortie, dit pourquoi pour chacun."
FOLLOW_PATIENCE_S = 5.0
"""While following, trouble is told early and tried again for ever."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `mail` with its two commands to `ccpro-central`'s parser."""
    mail = subparsers.add_parser("mail", help="le connecteur courriel")
    commands = mail.add_subparsers(dest="mail_command", required=True, metavar="COMMANDE")
    bring = commands.add_parser("import", help="apporte des courriels : fichiers, dossiers, maildir, mbox")
    bring.add_argument("paths", nargs="+", type=Path, metavar="CHEMIN")
    bring.add_argument(
        "--assurance",
        choices=("none", "account"),
        default="none",
        help="account : messages de l'espace authentifié (par défaut : none)",
    )
    bring.add_argument("--sie", help="code du SIE dont c'est la boîte")
    bring.add_argument("--department", help="département des usagers, par exemple 69 ou 2A")
    send = commands.add_parser("send", help="envoie les réponses prêtes, chacune une fois")
    send.add_argument(
        "--outbox", required=True, type=Path, metavar="DOSSIER", help="un fichier .eml par réponse"
    )
    send.add_argument("--follow", action="store_true", help="continue jusqu'à SIGTERM ou Ctrl+C")
    send.add_argument(
        "--end-with-stdin",
        action="store_true",
        help="avec --follow : s'arrête quand l'entrée, un tube, se ferme",
    )
    mail.set_defaults(run=run)
    for command in (bring, send):
        command.add_argument("--central", required=True, metavar="URL", help="http(s)://… ou unix:CHEMIN")
        command.add_argument("--login", required=True, metavar="IDENTIFIANT")
        command.add_argument("--json", action="store_true", help="le compte rendu en JSON")


def run(args: argparse.Namespace) -> int:
    """Runs what `add_parser` parsed; returns the exit code. Raises `CommandError`."""
    return asyncio.run(_import(args) if args.mail_command == "import" else _send(args))


async def _import(args: argparse.Namespace) -> int:
    from itertools import chain

    from ccpro_desk.connectors.errors import CentralError
    from ccpro_desk.connectors.mail.importing import Importer
    from ccpro_desk.connectors.mail.intake import Settings
    from ccpro_desk.connectors.mail.report import Fate
    from ccpro_desk.connectors.mail.sources import mails
    from ccpro_desk.domain.clock import SystemClock
    from ccpro_desk.domain.identification import Assurance

    settings = Settings(Assurance(args.assurance), args.sie, args.department)
    failure: CentralError | None = None
    async with client_of(args, patience_s=30.0) as client:
        importer = Importer(client, SystemClock(), settings, _claims())
        try:
            await client.sign_in()
            await importer.run(
                chain.from_iterable(map(mails, args.paths)), lambda line: _show(line, args.json)
            )
        except CentralError as error:
            failure = error
    report = importer.report
    print(json.dumps(report.jsonable(), ensure_ascii=False, indent=2) if args.json else report.summary())
    if failure:
        raise _told(failure)
    if refused := report.counts()[Fate.REFUSED]:
        raise CommandError(f"Courriels non importés\u00a0: {refused}.", _SEE_REPORT)
    return DONE


def _show(line: Line, as_json: bool) -> None:
    if not as_json:
        print(line)


async def _send(args: argparse.Namespace) -> int:
    from ccpro_desk.connectors.errors import CentralError
    from ccpro_desk.connectors.mail.send import Sender
    from ccpro_desk.connectors.writing import CannotWrite
    from ccpro_desk.domain.clock import SystemClock

    async with client_of(args, patience_s=FOLLOW_PATIENCE_S if args.follow else 30.0) as client:
        sender = Sender(client, args.outbox, SystemClock(), _claims())
        try:
            sender.prepare()
            await (_follow(sender) if args.follow else sender.drain())
        except CannotWrite as error:
            raise CommandError(str(error), "Vérifiez le dossier et la place libre, puis relancez.") from error
        except CentralError as error:
            raise _told(error) from error
        finally:
            _summary(sender.sent, args.json)
    if failures := len(sender.sent.failures):
        raise CommandError(f"Réponses non envoyées\u00a0: {failures}.", _SEE_REPORT)
    return DONE


async def _follow(sender: Sender) -> None:
    from ccpro_desk.cli.following import until_told

    await until_told(
        lambda stop: sender.follow(stop, lambda trouble: print(trouble, file=sys.stderr, flush=True)),
    )


def _summary(sent: Sent, as_json: bool) -> None:
    failures = [{"reply": str(reply), "why": why} for reply, why in sent.failures]
    if as_json:
        print(json.dumps({"counts": dict(sent.counts), "failures": failures}, ensure_ascii=False, indent=2))
        return
    for failure in failures:
        print(f"{failure['reply']}\u00a0: non envoyée — {failure['why']}")
    told = [f"{count} {_OUTCOMES[name][count > 1]}" for name, count in sent.counts.items()]
    print(f"Réponses\u00a0: {', '.join(told) or 'rien à envoyer'}.")


def client_of(args: argparse.Namespace, *, patience_s: float) -> CentralClient:
    from ccpro_desk.connectors.client import CentralClient

    url = str(args.central)
    if not url.startswith(("http://", "https://", "unix:")) or url in ("http://", "https://", "unix:"):
        raise CommandError(
            f"« {url} » n'est pas l'adresse d'un central.",
            "Donnez http://hôte:port, https://hôte ou unix:CHEMIN.",
            USAGE,
        )
    return CentralClient(url, args.login, _password(args.login, url), patience_s=patience_s)


def _claims() -> Claims:
    """What the sender notes and the import reads, on this machine."""
    from platformdirs import user_state_path

    from ccpro_desk.connectors.mail.claims import Claims

    return Claims(user_state_path("ccpro-desk") / "mail")


def _password(login: str, url: str) -> str:
    password = os.environ.get("CCPRO_PASSWORD") or _from_keyring(f"{login}@{url}")
    if not password:
        raise CommandError(
            f"Aucun mot de passe pour « {login} ».",
            f"Mettez-le dans CCPRO_PASSWORD, ou dans le trousseau (service « {KEYRING_SERVICE} »).",
            USAGE,
        )
    return password


def _from_keyring(user: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(KEYRING_SERVICE, user)
    except (KeyringError, RuntimeError):
        return None


def _told(error: Exception) -> CommandError:
    return CommandError(str(error), getattr(error, "hint", "") or "Relancez la commande.")
