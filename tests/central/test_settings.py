"""The operator's TOML file: what is read of it, and the sentence that names what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccpro_desk.central.settings import (
    Known,
    Rate,
    RegistrySettings,
    Settings,
    SettingsError,
    read_settings,
    with_portal,
)
from ccpro_desk.domain.groups import Grant
from ccpro_desk.domain.values import Channel, Role

KNOWN = Known(frozenset({"lons"}), ("general", "tva"), frozenset({"tva.declaration"}))
OIDC = '[oidc]\nissuer = "https://portail.example/"\nclient_id = "ccpro"\n'


def read(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "central.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path, KNOWN)


def test_nothing_written_is_the_default(tmp_path: Path) -> None:
    assert read(tmp_path, "") == Settings()


def test_everything_written_is_read(tmp_path: Path) -> None:
    text = f"""local_accounts = false
{OIDC}redirect_ports = [9001]
[oidc.groups.agents]
role = "agent"
centre = "lons"
skills = ["all", "validation"]
channels = ["phone"]
accompanied = ["tva.declaration"]
[limits]
person = {{ per_s = 0.5, burst = 2 }}
[registry]
url = "https://registre.example/"
processes = 2
"""
    found = read(tmp_path, text)
    assert found.portal is not None
    assert found.portal.redirect_ports == (9001,)
    assert found.portal.groups["agents"] == Grant(
        Role.AGENT, "lons", "", ("general", "tva", "validation"), (Channel.PHONE,), ("tva.declaration",)
    )
    assert (found.limits.person, found.local_accounts) == (Rate(0.5, 2), False)
    assert found.registry == RegistrySettings("https://registre.example", 7.0, 2)
    moved = with_portal(found, "https://autre.example/", "x").portal
    assert moved is not None
    assert (moved.issuer, moved.groups) == ("https://autre.example/", found.portal.groups)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("local_accounts = ", "lecture impossible"),
        ("local_accounts = false", "personne ne pourrait se connecter"),
        ("rates = 1", "rates"),
        ('[registry]\nurl = "http://registre.example"', "registry.url"),
        ('[registry]\nurl = "https://registre.example"\nper_s = 0', "per_s"),
        ('oidc = "x"', "[oidc]"),
        ('[oidc]\nissuer = "https://portail.example/"', "client_id"),
        ('[oidc]\nclient_id = "x"\nissuer = "http://portail.example/"', "https"),
        (f"{OIDC}redirect_ports = [80]", "redirect_ports"),
        (f'{OIDC}client_secret = "x"', "client_secret"),
        (f'{OIDC}[oidc.groups.a]\nrole = "connector"', 'oidc.groups."a".role'),
        (f'{OIDC}[oidc.groups.a]\ncentre = "paris"', "paris"),
        (f'{OIDC}[oidc.groups.a]\nskills = ["chant"]', "chant"),
        (f'{OIDC}[oidc.groups.a]\nskills = ["tva:9"]', "tva:9"),
        (f'{OIDC}[oidc.groups.a]\nchannels = ["fax"]', "fax"),
        (f'{OIDC}[oidc.groups.a]\naccompanied = ["x.y"]', "x.y"),
        (f'{OIDC}[oidc.groups.a]\noffice = "SIE-00"', "SIE-00"),
        (f'{OIDC}[oidc.groups.a]\nrule = "agent"', "rule"),
        ("[limits]\nperson = 3", "limits.person"),
        ("[limits]\nperson = { per_s = -1, burst = 2 }", "limits.person"),
        ("[limits]\nperson = { per_s = true, burst = 2 }", "limits.person"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError) as told:
        read(tmp_path, text)
    assert named in str(told.value)
