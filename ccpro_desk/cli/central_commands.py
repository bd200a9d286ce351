"""What each command of `ccpro-central` does; imported only when one runs."""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ccpro_desk.central.errors import ProblemError, StoreError
from ccpro_desk.cli.errors import DONE, FAILED, USAGE, CommandError
from ccpro_desk.reference import DataError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ccpro_desk.central.store.port import Store
    from ccpro_desk.domain.values import Channel

T = TypeVar("T")
_SQLITE = "sqlite:///"


def run(name: str, args: argparse.Namespace) -> int:
    """Runs the command. Raises `CommandError`."""
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "audit": _kept,
        "dispatch": _dispatch,
        "init": _init,
        "migrate": _migrate,
        "openapi": _openapi,
        "purge": _kept,
        "restored": _kept,
        "serve": _serve,
        "usagers": _usagers,
        "user": _user,
        "verify": _kept,
    }
    _check_url(getattr(args, "database", None))
    try:
        return commands[name](args)
    except StoreError as error:
        raise CommandError(str(error), "Rien n'a été modifié.") from error
    except DataError as error:
        raise CommandError(str(error), "Rien n'a été modifié.") from error


def _serve(args: argparse.Namespace) -> int:
    gc.disable()  # until it is ready: a start makes no garbage, and looking for it takes a tenth of the time
    try:
        return _serve_until_told(args)
    finally:
        gc.enable()


def _serve_until_told(args: argparse.Namespace) -> int:
    from ccpro_desk.central.rules import load_rules
    from ccpro_desk.central.serve import Address, AddressError, serve
    from ccpro_desk.cli.central_settings import read

    _check_exists(args.database)
    if args.migrate:
        asyncio.run(_brought_up_to_date(args.database))
    rules = load_rules(lease_s=_leases(args.lease), offer_s=args.offer, grace_s=args.grace)
    settings = read(args.settings, args.oidc_issuer, args.oidc_client_id)
    try:
        serve(args.database, rules, Address(args.uds, args.host, args.port or 0), settings, seals=args.seals)
    except AddressError as error:
        raise CommandError(str(error), "Choisissez une autre adresse, ou arrêtez ce qui l'occupe.") from error
    return DONE


def _leases(text: str) -> dict[Channel, int]:
    from ccpro_desk.domain.dispatch import LEASE_S
    from ccpro_desk.domain.values import Channel

    leases = dict(LEASE_S)
    try:
        for part in text.split(","):
            channel, _, seconds = part.partition("=")
            leases[Channel(channel.strip())] = _positive(seconds)
    except ValueError as error:
        hint = "Exemple : --lease phone=45,mail=1800 ; canaux : phone, chat, mail, callback."
        raise CommandError(f"--lease : « {text} » ne convient pas.", hint, USAGE) from error
    return leases


def _positive(text: str) -> int:
    number = int(text)
    if number <= 0:
        raise ValueError(text)
    return number


def _check_url(database: str | None) -> None:
    if database and not database.startswith((_SQLITE, "postgresql://", "postgres://")):
        line = "Base de données inconnue : attendu sqlite:///chemin ou postgresql://…"
        raise CommandError(line, "Corrigez --database, ou la variable CCPRO_DATABASE.", USAGE)


def _check_exists(database: str) -> None:
    """A missing SQLite file is said, not made: only `init` makes one."""
    if database.startswith(_SQLITE) and not Path(database.removeprefix(_SQLITE)).is_file():
        raise CommandError(
            f"La base de données {database.removeprefix(_SQLITE)} n'existe pas.",
            f"Créez-la : ccpro-central init --database {database}",
        )


@asynccontextmanager
async def _opened(database: str) -> AsyncIterator[Store]:
    from ccpro_desk.central.store.open import open_store

    store = await open_store(database)
    try:
        yield store
    finally:
        await store.close()


def _with_store(database: str, work: Callable[[Store], Awaitable[T]]) -> T:
    """Does `work` on a database that exists and is of this version."""
    _check_exists(database)

    async def main() -> T:
        async with _opened(database) as store:
            await store.ping()
            return await work(store)

    return asyncio.run(main())


def _migrate(args: argparse.Namespace) -> int:
    _check_exists(args.database)
    asyncio.run(_migrated(args.database))
    print("La base de données est à jour.")
    return DONE


async def _migrated(database: str) -> None:
    async with _opened(database) as store:
        await store.migrate()


async def _brought_up_to_date(database: str) -> None:
    """Migrates a database of an older version; one that is current costs a glance."""
    from ccpro_desk.central.errors import StoreError

    async with _opened(database) as store:
        try:
            await store.ping()
        except StoreError:
            await store.migrate()


def _init(args: argparse.Namespace) -> int:
    if args.demo_password is not None and not args.demo:
        raise CommandError("--demo-password ne va qu'avec --demo.", "Ajoutez --demo, ou ôtez-le.", USAGE)
    if args.demo_password == "":
        raise CommandError("Le mot de passe est vide.", "Donnez-en un, ou ôtez --demo-password.", USAGE)
    if not args.demo:
        asyncio.run(_migrated(args.database))
        print("La base de données est prête.")
        print("Créez un premier compte : ccpro-central user add LOGIN --name NOM --role ROLE")
        return DONE
    return _init_demo(args)


def _init_demo(args: argparse.Namespace) -> int:
    import secrets

    from ccpro_desk.central.accounts import make_demo_accounts
    from ccpro_desk.central.importing import Imported, bring
    from ccpro_desk.central.usagers_file import UsagersFile
    from ccpro_desk.reference import data_dir

    password = args.demo_password or secrets.token_urlsafe(12)

    async def main() -> tuple[int, Imported]:
        async with _opened(args.database) as store:
            await store.migrate()
            accounts = await make_demo_accounts(store, password)
            return accounts, await bring(store, UsagersFile(data_dir() / "demo" / "usagers.ndjson"))

    accounts, imported = asyncio.run(main())
    print(f"La démonstration est prête : {accounts} comptes, {imported.known} usagers.")
    if args.demo_password is None:
        print(f"Mot de passe de tous les comptes : {password}")
    return FAILED if imported.refused else DONE


def _openapi(_args: argparse.Namespace) -> int:
    from ccpro_desk.central.app import routes_only
    from ccpro_desk.central.openapi import document_bytes

    sys.stdout.write(document_bytes(routes_only()).decode())
    return DONE


def _usagers(args: argparse.Namespace) -> int:
    from ccpro_desk.cli import central_usagers

    return central_usagers.run(args, lambda work: _with_store(args.database, work))


def _kept(args: argparse.Namespace) -> int:
    from ccpro_desk.cli import central_audit

    return _with_store(args.database, lambda store: central_audit.run(store, args))


def _dispatch(args: argparse.Namespace) -> int:
    from ccpro_desk.cli import central_dispatch

    args.day = central_dispatch.a_day(args.day)
    return _with_store(args.database, lambda store: central_dispatch.replay(store, args))


def _user(args: argparse.Namespace) -> int:
    from ccpro_desk.cli import central_users

    return _with_store(args.database, lambda store: _problems_told(central_users.run(store, args)))


async def _problems_told(work: Awaitable[int]) -> int:
    try:
        return await work
    except ProblemError as error:
        raise CommandError(error.title, "Rien n'a été modifié.") from error
