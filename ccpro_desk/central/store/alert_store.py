"""Files flagged after failed identifications, in the store."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ccpro_desk.central.store import rows
from ccpro_desk.central.store.account_store import first
from ccpro_desk.central.store.engine import Engine
from ccpro_desk.central.store.values import Change
from ccpro_desk.domain.identification import IdentityAlert


class SqlAlerts:
    """The alerts' part of `SqlStore`."""

    _engine: Engine

    async def alert_of(self, siren: str, now: datetime) -> IdentityAlert | None:
        return first(_alert_of, await self._engine.rows("alert_of", {"siren": siren, "now": now}))

    async def alerts_in(self, centre: str, now: datetime) -> list[IdentityAlert]:
        found = await self._engine.rows("alerts_in", {"centre": centre, "now": now})
        return [_alert_of(row) for row in found]

    async def forget_alerts(self, now: datetime) -> None:
        await self._engine.run("forget_alerts", {"now": now})


def alert_rows(change: Change) -> dict[str, Any]:
    """The alerts of a change."""
    return {
        "alerts": [
            {
                "id": alert.id,
                "siren": alert.siren,
                "centre": alert.centre,
                "contact_id": alert.contact_id,
                "failures": alert.failures,
                "at": alert.at,
                "until": alert.until,
            }
            for alert in change.alerts
        ]
    }


def _alert_of(row: rows.Row) -> IdentityAlert:
    return IdentityAlert(
        id=rows.uid(row["id"]),
        siren=row["siren"],
        centre=row["centre"],
        contact_id=rows.uid(row["contact_id"]),
        failures=row["failures"],
        at=rows.moment(row["at"]),
        until=rows.moment(row["until"]),
    )
