"""The store's accounts, sessions and sign-in attempts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.store import rows
from ccpro_desk.central.store.engine import Engine
from ccpro_desk.central.store.values import AccountUpdate, Attempts, NewAccount, Session, StoredAccount
from ccpro_desk.wire.codec import dumps, jsonable, parse
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import DeskPlace

T = TypeVar("T")


def first(make: Callable[[rows.Row], T], found: Sequence[rows.Row]) -> T | None:
    """The first row as a value, or none."""
    return make(found[0]) if found else None


class AccountStore:
    """The accounts' part of `Store`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def add_account(self, account: NewAccount) -> None:
        made = await self._engine.run(
            "add_account",
            {
                "id": account.id,
                "login": account.login,
                "name": account.name,
                "role": account.role,
                "password_hash": account.password_hash,
                "centre": account.centre,
                "plateau": account.plateau,
                "skills": rows.skills_row(account),
                "channels": list(account.channels),
                "slots": dict(account.slots),
                "identity": account.identity,
                "accompanied": list(account.accompanied),
                "office": account.office,
            },
        )
        if not made:
            raise ProblemError(ProblemCode.CONFLICT, f"Le compte « {account.login} » existe déjà.")

    async def account(self, login: str) -> StoredAccount | None:
        if "\x00" in login:
            return None
        return first(rows.account_of, await self._engine.rows("account", {"login": login}))

    async def account_by_id(self, agent_id: UUID) -> StoredAccount | None:
        return first(rows.account_of, await self._engine.rows("account_by_id", {"id": agent_id}))

    async def account_of_identity(self, identity: str) -> StoredAccount | None:
        found = await self._engine.rows("account_of_identity", {"identity": identity})
        return first(rows.account_of, found)

    async def update_account(self, agent_id: UUID, update: AccountUpdate) -> bool:
        values: dict[str, Any] = {
            "id": agent_id,
            "name": update.name,
            "role": update.role,
            "centre": update.centre,
            "plateau": update.plateau,
            "skills": list(update.skills),
            "channels": list(update.channels),
            "accompanied": list(update.accompanied),
            "office": update.office,
        }
        return bool(await self._engine.run("update_account", values))

    async def accounts(self) -> list[StoredAccount]:
        return [rows.account_of(row) for row in await self._engine.rows("accounts", {})]

    async def set_password(self, login: str, password_hash: str) -> bool:
        values = {"login": login, "password_hash": password_hash}
        return bool(await self._engine.run("set_password", values))

    async def set_disabled(self, login: str, disabled: bool) -> bool:
        return bool(await self._engine.run("set_disabled", {"login": login, "disabled": disabled}))

    async def open_session(
        self, token_hash: bytes, agent_id: UUID, desk: UUID | None, now: datetime, expires_at: datetime
    ) -> None:
        await self._engine.run(
            "open_session",
            {
                "token_hash": token_hash.hex(),
                "agent_id": agent_id,
                "desk": desk,
                "now": now,
                "expires_at": expires_at,
            },
        )

    async def session(self, token_hash: bytes, now: datetime) -> Session | None:
        return (await self.sessions([token_hash], now)).get(token_hash)

    async def sessions(self, tokens: Sequence[bytes], now: datetime) -> dict[bytes, Session]:
        values = {"tokens": [token.hex() for token in tokens], "now": now}
        found = await self._engine.rows("sessions", values)
        return {bytes.fromhex(row["token_hash"]): _session(row) for row in found}

    async def moved(self, token_hash: bytes, now: datetime) -> bool:
        return bool(await self._engine.rows("moved", {"token_hash": token_hash.hex(), "now": now}))

    async def place(self, agent_id: UUID) -> DeskPlace | None:
        found = await self._engine.rows("place", {"agent_id": agent_id})
        return parse(DeskPlace, found[0]["place"]) if found else None

    async def put_place(self, agent_id: UUID, place: DeskPlace | None) -> None:
        written = dumps(jsonable(place)).decode() if place else None
        await self._engine.run("put_place", {"agent_id": agent_id, "place": written})

    # -- sign-in attempts

    async def attempts(self, key: str) -> Attempts | None:
        return first(_attempts, await self._engine.rows("attempts", {"key": key}))

    async def put_attempts(self, key: str, was: int, now: Attempts) -> bool:
        values = {"key": key, "was": was, "wrong": now.wrong, "last": now.last, "until": now.until}
        return bool(await self._engine.run("put_attempts", values))

    async def forget_attempts(self, key: str) -> None:
        await self._engine.run("forget_attempts", {"key": key})

    async def forget_attempts_before(self, before: datetime) -> None:
        await self._engine.run("forget_old_attempts", {"before": before})


def _attempts(row: rows.Row) -> Attempts:
    return Attempts(row["wrong"], rows.moment(row["last"]), rows.moment(row["until"]))


def _session(row: rows.Row) -> Session:
    agent = rows.account_of(row).agent
    return Session(agent, rows.maybe_uid(row["session_desk"]), rows.moment(row["expires_at"]))
