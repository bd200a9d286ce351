"""Sign-in by a portal: OpenID Connect's authorization code with PKCE, through the browser (RFC 8252)."""

from ccpro_desk.desk.portal.flow import Grant, ask

__all__ = ["Grant", "ask"]
