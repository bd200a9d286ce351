"""Sign-on portals as processes: a mock one that is quick, and a real LemonLDAP::NG."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.eventually import eventually

CLIENT = "ccpro"
PACKAGES = ("liblemonldap-ng-portal-perl", "starman")
_TEMPLATES = Path("/usr/share/lemonldap-ng/portal")
_BROWSER = Path(__file__).with_name("browser.py")


def browser(user: str) -> str:
    """`BROWSER` for this person."""
    return f"{sys.executable} {_BROWSER} {user} %s"


_LISTENED = range(20_000, 32_000)
"""Below what systems give to outgoing connections: one of those could take the port of a server that restarts."""


def free_ports(count: int) -> list[int]:
    """Ports of the loopback address that nobody listens on."""
    with contextlib.ExitStack() as stack:
        found: list[int] = []
        while len(found) < count:
            port = random.choice(_LISTENED)
            with contextlib.suppress(OSError):
                stack.enter_context(socket.create_server(("127.0.0.1", port)))
                found.append(port)
        return found


def settings_file(path: Path, issuer: str, ports: Sequence[int], groups: str, **more: str) -> Path:
    """The central's settings for a portal."""
    lines = [f'{name} = "{value}"' for name, value in more.items()]
    path.write_text(
        "\n".join(
            [
                "[oidc]",
                f'issuer = "{issuer}"',
                f'client_id = "{CLIENT}"',
                f"redirect_ports = {list(ports)}",
                *lines,
                groups,
            ]
        ),
        encoding="utf-8",
    )
    return path


@contextlib.contextmanager
def mock_portal(*users: dict[str, Any]) -> Iterator[str]:
    """oidc-provider-mock: any `sub` signs in; it checks no PKCE. Yields the issuer."""
    [port] = free_ports(1)
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    for user in users:
        command += ["--user-claims", json.dumps(user)]
    issuer = f"http://127.0.0.1:{port}"
    with _running(command, issuer):
        yield issuer


@contextlib.contextmanager
def lemonldap(folder: Path, redirect_ports: Sequence[int]) -> Iterator[str]:
    """LemonLDAP::NG with its demonstration's people (dwho, rtyler, msmith). Yields the issuer."""
    assert _TEMPLATES.is_dir() and shutil.which("starman"), (
        f"LemonLDAP::NG is not installed: apt install {' '.join(PACKAGES)} (scripts/test does it when root)"
    )
    [port] = free_ports(1)
    _write(folder, port, redirect_ports)
    command = [
        "starman",
        "--workers",
        "2",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        str(folder / "app.psgi"),
    ]
    issuer = f"http://127.0.0.1:{port}/"
    with _running(command, issuer):
        yield issuer


@contextlib.contextmanager
def _running(command: list[str], issuer: str) -> Iterator[None]:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        eventually(lambda: _answers(issuer), "the portal answers", 60)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _answers(issuer: str) -> bool:
    try:
        found = httpx.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration", timeout=10)
    except httpx.TransportError:
        return False
    return found.status_code == 200


def _write(folder: Path, port: int, redirect_ports: Sequence[int]) -> None:
    for name in ("conf", "cache", *(f"{kind}/lock" for kind in ("sess", "psess", "oidcsess"))):
        (folder / name).mkdir(parents=True, exist_ok=True)
    conf = json.dumps(_conf(folder, f"http://127.0.0.1:{port}/", redirect_ports))
    (folder / "conf" / "lmConf-1.json").write_text(conf, encoding="utf-8")
    (folder / "llng.ini").write_text(_INI.format(folder=folder, templates=_TEMPLATES), encoding="utf-8")
    (folder / "app.psgi").write_text(
        _PSGI.replace("FOLDER", str(folder)).replace("TEMPLATES", str(_TEMPLATES)), encoding="utf-8"
    )


def _conf(folder: Path, base: str, redirect_ports: Sequence[int]) -> dict[str, Any]:
    private, public = _keys()
    party = "oidcRPMetaDataOptions"
    return {
        "cfgNum": 1,
        "cfgAuthor": "test",
        "cfgDate": 1700000000,
        "cfgVersion": "2.16.1",
        "domain": "127.0.0.1",
        "cookieName": "lemonldap",
        "securedCookie": 0,
        "portal": base,
        "key": "0123456789abcdef0123456789abcdef",
        "authentication": "Demo",
        "userDB": "Same",
        "passwordDB": "Demo",
        "registerDB": "Null",
        "demoExportedVars": {"cn": "cn", "mail": "mail", "uid": "uid"},
        "exportedVars": {},
        "macros": {"_whatToTrace": "$_user"},
        "groups": {"superviseurs": "$uid eq 'dwho'", "agents": "$uid ne 'msmith'"},
        "whatToTrace": "_whatToTrace",
        "requireToken": 0,
        "portalSkin": "bootstrap",
        "locationRules": {"default": {"default": "deny"}},
        **_storage("global", folder / "sess"),
        **_storage("persistent", folder / "psess"),
        "oidcStorage": "Apache::Session::File",
        "oidcStorageOptions": _files(folder / "oidcsess"),
        "localSessionStorage": "Cache::FileCache",
        "localSessionStorageOptions": {
            "namespace": "lemonldap-ng-sessions",
            "default_expires_in": 600,
            "directory_umask": "007",
            "cache_root": str(folder / "cache"),
            "cache_depth": 3,
        },
        "notification": 0,
        "captcha_login_enabled": 0,
        "portalDisplayResetPassword": 0,
        "portalDisplayRegister": 0,
        "portalCheckLogins": 0,
        "issuerDBOpenIDConnectActivation": 1,
        "issuerDBOpenIDConnectPath": "^/oauth2/",
        "issuerDBOpenIDConnectRule": 1,
        "oidcServiceMetaDataIssuer": base,
        "oidcServicePrivateKeySig": private,
        "oidcServicePublicKeySig": public,
        "oidcServiceKeyIdSig": "k1",
        "oidcServiceAllowAuthorizationCodeFlow": 1,
        party: {
            CLIENT: {
                f"{party}ClientID": CLIENT,
                f"{party}Public": 1,
                f"{party}RequirePKCE": 1,
                f"{party}RedirectUris": " ".join(f"http://127.0.0.1:{p}/callback" for p in redirect_ports),
                f"{party}BypassConsent": 1,
                f"{party}IDTokenSignAlg": "RS256",
                f"{party}IDTokenForceClaims": 1,
                f"{party}UserIDAttr": "uid",
                f"{party}AccessTokenExpiration": 3600,
                f"{party}IDTokenExpiration": 3600,
            }
        },
        "oidcRPMetaDataExportedVars": {
            CLIENT: {
                "email": "mail",
                "name": "cn",
                "preferred_username": "uid",
                "groups": "groups;string;always",
            }
        },
        "oidcRPMetaDataOptionsExtraClaims": {CLIENT: {"groups": "groups"}},
        "oidcRPMetaDataMacros": {CLIENT: {}},
        "oidcRPMetaDataScopeRules": {CLIENT: {}},
        "logLevel": "error",
    }


def _storage(name: str, folder: Path) -> dict[str, Any]:
    return {f"{name}Storage": "Apache::Session::File", f"{name}StorageOptions": _files(folder)}


def _files(folder: Path) -> dict[str, str]:
    return {
        "Directory": str(folder),
        "LockDirectory": str(folder / "lock"),
        "generateModule": "Lemonldap::NG::Common::Apache::Session::Generate::SHA256",
    }


def _keys() -> tuple[str, str]:
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


_INI = """[all]
logLevel = error
logger = Lemonldap::NG::Common::Logger::Std
checkTime = 1
[configuration]
type=File
dirName={folder}/conf
localStorage=Cache::FileCache
localStorageOptions={{ 'namespace' => 'lemonldap-ng-config', 'default_expires_in' => 600, 'directory_umask' => '007', 'cache_root' => '{folder}/cache', 'cache_depth' => 3 }}
[portal]
staticPrefix = /static
templateDir = {templates}/templates
languages = en, fr
"""
_PSGI = """use Plack::Builder;
use Lemonldap::NG::Portal::Main;
my $app = Lemonldap::NG::Portal::Main->run({ configStorage => { confFile => 'FOLDER/llng.ini' } });
builder {
  enable 'Static', path => sub { s!^/static/!! }, root => 'TEMPLATES/htdocs/static/';
  sub { my $env = shift; $env->{SCRIPT_NAME} = ''; $app->($env) };
};
"""
