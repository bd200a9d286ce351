"""Sign-in by an OpenID Connect provider: the code becomes an identity, the identity an account."""

from ccpro_desk.central.auth.portal.provider import Identity, Provider

__all__ = ["Identity", "Provider"]
