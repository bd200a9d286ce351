"""What is asked of the portal, and what only this workstation knows of it (RFC 7636)."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlencode

from ccpro_desk.wire.views import OidcOffer


def _random() -> str:
    return secrets.token_urlsafe(48)


@dataclass(frozen=True, slots=True)
class Asked:
    """One sign-in: its secrets serve once."""

    offer: OidcOffer
    redirect_uri: str
    state: str = field(default_factory=_random, repr=False)
    nonce: str = field(default_factory=_random, repr=False)
    verifier: str = field(default_factory=_random, repr=False)

    def url(self, endpoint: str) -> str:
        """Where the browser goes."""
        query = {
            "response_type": "code",
            "client_id": self.offer.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": self.offer.scope,
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": self._challenge(),
            "code_challenge_method": "S256",
        }
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"

    def is_ours(self, state: str) -> bool:
        """Whether an answer belongs to this request."""
        return hmac.compare_digest(state.encode(), self.state.encode())

    def _challenge(self) -> str:
        digest = sha256(self.verifier.encode("ascii")).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
