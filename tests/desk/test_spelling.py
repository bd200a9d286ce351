"""The dictionary in its process: what it knows, what it is not asked, and what becomes of it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.spelling import speller as module
from ccpro_desk.desk.spelling.speller import Speller
from ccpro_desk.desk.spelling.words import trade, words


@pytest.fixture
async def speller() -> AsyncIterator[Speller]:
    made = Speller()
    yield made
    await made.close()


def texts(line: str) -> list[str]:
    return [word.text for word in words(line)]


def test_only_words_that_have_a_spelling_are_looked_at() -> None:
    assert texts("Bonjour, l'entreprise n’a pas payé 3519-SD.") == [
        "Bonjour",
        "l'entreprise",
        "n’a",
        "pas",
        "payé",
    ]
    assert texts("voir https://qsdf.example/azz?a=mlk et jkl@wxc.example ou www.azer.fr") == [
        "voir",
        "et",
        "ou",
    ]
    assert texts("le ⟦mntant dû⟧ du 3e FR76azer B2B") == ["le", "du"]
    assert texts("⟦mntant") == [] and texts("x" * 80) == []


async def test_it_knows_french_and_the_trade(speller: Speller) -> None:
    right = (
        "Télédéclarez remboursement aujourd'hui qu’elle État BONJOUR TVA CA3 URSSAF l'URSSAF autoliquidation"
    )
    assert await speller.wrong(right.split()) == frozenset()
    assert await speller.wrong(["remboursment", "aveec", "TVA"]) == {"remboursment", "aveec"}
    assert "remboursement" in await speller.suggestions("remboursment")
    assert await speller.suggestions("l’entreprize") == ("l’entreprise",)


async def test_the_agents_own_words_are_right_and_loaded_once() -> None:
    loads = []

    async def load() -> tuple[str, ...]:
        loads.append(1)
        return ("Fournil-Brottals",)

    speller = Speller(load)
    try:
        assert await speller.wrong(["fournil-brottals", "zzyx"]) == {"zzyx"}
        speller.allow("Zzyx")
        assert await speller.wrong(["zzyx"]) == frozenset() and loads == [1]
    finally:
        await speller.close()


async def test_what_is_known_is_not_asked_again(speller: Speller) -> None:
    await speller.wrong(["remboursment", "oui"])
    await speller.close()
    speller._starts = module._STARTS
    assert await speller.wrong(["remboursment", "oui"]) == {"remboursment"}


async def test_a_dictionary_that_dies_is_started_again(speller: Speller) -> None:
    await speller.wrong(["oui"])
    assert speller._process is not None
    os.kill(speller._process.pid, signal.SIGKILL)
    await speller._process.wait()
    assert await speller.wrong(["aveec"]) == {"aveec"} and speller.available


async def test_without_a_dictionary_nothing_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHILD", (module._CHILD[0], "-c", "raise SystemExit(1)"))
    speller = Speller()
    for word in ("aveec", "remboursment", "zzyx", "azer"):
        assert await speller.wrong([word]) == frozenset()
    assert not speller.available and await speller.suggestions("aveec") == ()


async def test_the_agents_dictionary_is_kept_in_the_encrypted_store(at_work: Desk) -> None:
    assert await at_work.words() == ()
    await at_work.add_word("zzyx")
    await at_work.add_word("azer")
    await at_work.add_word("zzyx")
    assert await at_work.words() == ("azer", "zzyx")


def test_the_list_of_the_trade_says_nothing_twice() -> None:
    from ccpro_desk.reference.files import read_toml

    table = read_toml("spelling/trade.toml")
    listed = [*table["acronyms"], *table["words"]]
    assert len(listed) == len(set(listed)) and {"TVA", "CFE", "SIREN", "CA3"} <= trade()


async def test_a_question_that_is_given_up_while_the_process_starts_leaves_none_behind() -> None:
    speller = Speller()
    asked = asyncio.ensure_future(speller.wrong(["bonjuor"]))
    for _ in range(1_000):
        if speller._starting is not None:
            break
        await asyncio.sleep(0)
    starting = speller._starting
    assert starting is not None
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    await speller.close()
    assert starting.result().returncode is not None
    assert await speller.wrong(["bonjuor"]) == frozenset() and not speller._runs, (
        "nor does a later one start any"
    )
