"""Where the store's key lies: keyring, passphrase, or the demo's file; and what each says when it cannot be had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import KeyProblem, WrongPassphrase
from ccpro_desk.desk.keys import FileKeys, PassphraseKeys, find_keys
from ccpro_desk.desk.keys.ring import RingKeys
from ccpro_desk.desk.places import Place, Places
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import LinkKind, Needs
from tests.support.desks import stopping, until
from tests.support.scripted_central import ScriptedCentral

PHRASE = "quatre mots bien choisis"


class Ring(KeyringBackend):
    """A keyring of this process."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        del self.kept[service, username]

    def _check(self) -> None:
        if self.locked:
            raise KeyringLocked("locked")


@pytest.fixture
def ring() -> Iterator[Ring]:
    before = keyring.get_keyring()
    made = Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def no_ring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def keyless(settings: DeskSettings) -> DeskSettings:
    """As in production: no key file."""
    return replace(settings, key_file=None)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Places(tmp_path / "state", "http://central.example").of("agent1")


def test_the_demos_key_is_a_file_of_its_owners(tmp_path: Path, place: Place) -> None:
    keys = FileKeys(tmp_path / "demo" / "store.key")
    key = keys.store_key(place)
    assert (
        key is not None
        and len(key) == 32
        and FileKeys(tmp_path / "demo" / "store.key").store_key(place) == key
    )
    assert (tmp_path / "demo" / "store.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "zz", "00" * 31, "é"])
def test_a_key_file_that_makes_no_sense_is_said_and_kept(tmp_path: Path, place: Place, content: str) -> None:
    path = tmp_path / "store.key"
    path.write_text(content)
    with pytest.raises(KeyProblem):
        FileKeys(path).store_key(place)
    assert path.read_text() == content


def test_the_keyring_keeps_key_and_token(ring: Ring, keyless: DeskSettings, place: Place) -> None:
    keys = find_keys(keyless)
    assert isinstance(keys, RingKeys) and keys.keeps_tokens
    key = keys.store_key(place)
    keys.keep_token(place, "jeton")
    assert find_keys(keyless).store_key(place) == key
    assert keys.token(place) == "jeton"
    assert {service for service, _ in ring.kept} == {"ccpro-desk"}
    keys.keep_token(place, None)
    keys.keep_token(place, None)
    assert keys.token(place) is None


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_no_keyring_falls_back_to_a_passphrase(
    no_ring: None, keyless: DeskSettings, backend: type[KeyringBackend]
) -> None:
    keyring.set_keyring(backend())
    assert isinstance(find_keys(keyless), PassphraseKeys)


def test_a_locked_keyring_never_gives_an_existing_store_a_second_key(
    ring: Ring, keyless: DeskSettings, place: Place
) -> None:
    assert find_keys(keyless).store_key(place)
    place.store.write_bytes(b"stands for a store")
    ring.locked = True
    with pytest.raises(KeyProblem) as said:
        find_keys(keyless).store_key(place)
    assert "trousseau" in said.value.sentence


def test_a_passphrase_wraps_one_random_key(place: Place) -> None:
    keys = PassphraseKeys()
    assert keys.store_key(place) is None and keys.is_new(place)
    with pytest.raises(WrongPassphrase):
        keys.unlock(place, "court")
    keys.unlock(place, PHRASE)
    key = keys.store_key(place)
    assert key is not None and key.hex() not in place.wrapped_key.read_text()
    again = PassphraseKeys()
    assert not again.is_new(place)
    with pytest.raises(WrongPassphrase):
        again.unlock(place, PHRASE + " ")
    assert again.store_key(place) is None
    again.unlock(place, PHRASE)
    assert again.store_key(place) == key


async def test_a_workstation_without_a_keyring(
    no_ring: None, keyless: DeskSettings, central: ScriptedCentral
) -> None:
    async with stopping(Desk.open(keyless)) as desk:
        assert desk.state.needs is Needs.SIGN_IN
        await desk.start()
        await desk.sign_in("agent1", central.password)
        assert desk.state.needs is Needs.NEW_PASSPHRASE
        await desk.unlock(PHRASE)
        await until(desk, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date")
    async with stopping(Desk.open(keyless)) as again:
        assert again.state.needs is Needs.PASSPHRASE
        await again.start()
        with pytest.raises(WrongPassphrase):
            await again.unlock("autre chose, pas la bonne")
        await again.unlock(PHRASE)
        await until(again, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "resumed by itself")


async def test_a_workstation_with_a_keyring(
    ring: Ring, keyless: DeskSettings, central: ScriptedCentral
) -> None:
    async with stopping(Desk.open(keyless)) as desk:
        await desk.start()
        await desk.sign_in("agent1", central.password)
        await until(desk, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date")
    async with stopping(Desk.open(keyless)) as again:
        assert again.state.needs is Needs.NOTHING
        await again.start()
        await until(again, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "resumed by itself")
        await again.sign_out()
    assert not [name for _, name in ring.kept if name.endswith("token")]
