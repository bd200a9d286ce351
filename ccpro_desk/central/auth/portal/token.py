"""An identity token's signature and claims (OpenID Connect Core 1.0, 3.1.3.7), by joserfc."""

from __future__ import annotations

from datetime import datetime
from typing import Any

_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures by a key pair only: never `none`, never a shared secret."""
_LEEWAY_S = 60
"""How far the provider's clock may be from ours."""


class TokenFault(Exception):
    """The token proves nothing; `why` is a code for the log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class UnknownKey(TokenFault):
    """None of these keys signed it: the provider may have changed them."""


def claims_of(
    token: str, keys: dict[str, Any], now: datetime, *, issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """The claims of a token that this provider made for us, now, for this sign-in. Raises `TokenFault`."""
    from joserfc import jwt
    from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError

    registry = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=_LEEWAY_S,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        claims = jwt.decode(token, _key_set(keys), algorithms=_ALGORITHMS).claims
        registry.validate(claims)
    except (InvalidKeyIdError, BadSignatureError) as error:
        raise UnknownKey("key") from error
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise TokenFault(type(error).__name__) from error
    _check_party(claims, client_id)
    return claims


def _key_set(keys: dict[str, Any]) -> Any:
    """The keys that we can use: a provider may publish others beside them."""
    from joserfc.errors import JoseError
    from joserfc.jwk import JWKRegistry, KeySet

    usable = []
    for key in keys.get("keys", ()):
        try:
            usable.append(JWKRegistry.import_key(key))
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    if not usable:
        raise TokenFault("no_key")
    return KeySet(usable)


def _check_party(claims: dict[str, Any], client_id: str) -> None:
    """A token for several audiences names us as the party that it was given to."""
    party = claims.get("azp")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or party is not None) and party != client_id:
        raise TokenFault("azp")
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise TokenFault("sub")
