"""A delivery report, told to the central: the agent whose reply did not arrive must know."""

from __future__ import annotations

from uuid import UUID

from ccpro_desk.connectors.client import CentralClient
from ccpro_desk.connectors.errors import Refused
from ccpro_desk.connectors.mail.claims import Claims
from ccpro_desk.connectors.mail.model import Bounce


async def tell(client: CentralClient, claims: Claims, bounce: Bounce) -> tuple[str, ...]:
    """Reports a final bounce of one of our replies as `bounced`; says in French what was done.

    The contract wants the claim that the reply was sent under: without it, a person must look.
    """
    reply = _reply_id(bounce.message_id)
    about = f"notre réponse {reply}" if reply else "un message qui n'est pas une réponse d'ici"
    what = "non remise" if bounce.final else "remise retardée"
    told = f"{what} : {about}" + (f", code {bounce.status}" if bounce.status else "")
    if reply is None or not bounce.final:
        return (told,)
    return told, await _report(client, claims, reply, bounce)


async def _report(client: CentralClient, claims: Claims, reply: UUID, bounce: Bounce) -> str:
    claim = claims.of(reply)
    if claim is None:
        return "envoyée d'ailleurs : à vérifier à la main"
    to = f" à {bounce.recipient}" if bounce.recipient else ""
    code = f" (code {bounce.status})" if bounce.status else ""
    try:
        await client.report(reply, claim, "bounced", f"Non remis{to}{code}.")
    except Refused as refusal:
        return f"le central ne prend pas ce rapport ({refusal}) : à vérifier à la main"
    return "signalée au central"


def _reply_id(message_id: str | None) -> UUID | None:
    """Our replies' Message-IDs begin with the reply's id."""
    try:
        return UUID((message_id or "").strip("<>").partition("@")[0])
    except ValueError:
        return None
