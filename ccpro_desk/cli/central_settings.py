"""`ccpro-central serve --settings FILE --oidc-issuer URL --oidc-client-id ID`: what becomes of them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from ccpro_desk.central.settings import Known, Settings, SettingsError, read_settings, with_portal
from ccpro_desk.cli.errors import USAGE, CommandError

SECRET = "CCPRO_OIDC_SECRET"  # noqa: S105 — the name of a variable
"""The client's secret, for a provider that knows no public clients."""


def read(path: Path | None, issuer: str | None, client_id: str | None) -> Settings:
    """The settings to serve with. Raises `CommandError`."""
    if bool(issuer) != bool(client_id):
        hint = "Donnez --oidc-issuer et --oidc-client-id ensemble."
        raise CommandError("La connexion par le portail est à moitié réglée.", hint, USAGE)
    try:
        settings = read_settings(path, _known()) if path else Settings()
        if issuer and client_id:
            settings = with_portal(settings, issuer, client_id)
    except SettingsError as error:
        raise CommandError(str(error), "Corrigez ce réglage : rien n'a démarré.", USAGE) from error
    if settings.portal is None:
        return settings
    if not settings.portal.groups:
        raise CommandError(
            "Aucun groupe du portail ne donne de rôle : personne ne pourrait entrer.",
            'Ajoutez --settings FICHIER avec [oidc.groups."…"] et son rôle.',
            USAGE,
        )
    return replace(settings, portal=replace(settings.portal, client_secret=os.environ.get(SECRET, "")))


def _known() -> Known:
    from ccpro_desk.central.accounts import all_skills, centres, offices
    from ccpro_desk.reference.motifs import load_motifs

    return Known(frozenset(centres()), all_skills(), load_motifs().codes, frozenset(offices()))
