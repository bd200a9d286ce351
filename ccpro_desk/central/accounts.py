"""Local accounts: made, listed and disabled from the shell, and those of the demonstration."""

from __future__ import annotations

from ccpro_desk.central.auth.passwords import hash_password
from ccpro_desk.central.store.port import Store
from ccpro_desk.central.store.values import AccountUpdate, NewAccount
from ccpro_desk.domain.dispatch.skills import LEVELS
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.motifs import GENERAL_SKILL
from ccpro_desk.domain.permissions import EXPORTS, VALIDATION
from ccpro_desk.domain.values import Role
from ccpro_desk.reference.files import read_toml
from ccpro_desk.reference.motifs import load_motifs
from ccpro_desk.reference.territory import read_territory

DEMO_OFFICE = "SIE-69-EST"
"""The office of the demonstration's officer."""


def all_skills() -> tuple[str, ...]:
    """Every skill that a motif may ask for, `general` first."""
    skills = dict.fromkeys(family.skill for family in load_motifs().families)
    return (GENERAL_SKILL, *(skill for skill in skills if skill != GENERAL_SKILL))


def all_levels() -> tuple[str, ...]:
    """The same, each but `general` at each level (`tva:3`), and what lets acts be looked at or exported."""
    levels = (f"{skill}:{level}" for skill in all_skills() if skill != GENERAL_SKILL for level in LEVELS)
    return (*all_skills(), *levels, VALIDATION, EXPORTS)


def skills_of(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The skills that contacts with these motifs ask for: those of an agent *en accompagnement*."""
    motifs = load_motifs()
    return tuple(dict.fromkeys(motifs.skill_of(code) for code in codes))


def centres() -> tuple[str, ...]:
    """The ids of the centres."""
    return tuple(str(centre["id"]) for centre in read_toml("territory/centres.toml")["centre"])


def offices() -> tuple[str, ...]:
    """The codes of the SIEs."""
    return tuple(read_territory().offices)


def demo_accounts(password_hash: str) -> list[NewAccount]:
    """The contract's demonstration accounts; the people are invented."""
    every = all_skills()
    rows: list[tuple[str, str, Role, str, str, tuple[str, ...]]] = [
        ("agent1", "Camille Roux", Role.AGENT, "lons", "lons-1", every),
        ("agent2", "Nadia Belkacem", Role.AGENT, "lons", "lons-1", ("general", "tva", "paiement")),
        ("agent3", "Thomas Girard", Role.AGENT, "lons", "lons-2", ("general", "acces", "vie")),
        ("agent4", "Lucie Fournier", Role.AGENT, "lons", "lons-2", ("general", "benefices", "locaux")),
        ("agent5", "Malik Diallo", Role.AGENT, "lons", "lons-3", ("general", "tva", "benefices")),
        ("agent6", "Hélène Marchand", Role.AGENT, "lons", "lons-3", ("general", "acces", "paiement")),
        ("agent7", "Jon Etcheverry", Role.AGENT, "pau", "pau-1", ("general", "tva", "benefices", "paiement")),
        ("agent8", "Claire Lafitte", Role.AGENT, "pau", "pau-2", ("general", "acces", "locaux", "vie")),
        ("tuteur1", "Odile Perrin", Role.TUTOR, "lons", "lons-1", every),
        ("stagiaire1", "Yanis Colin", Role.TRAINEE, "lons", "lons-1", (GENERAL_SKILL,)),
        ("encadrant1", "Sophie Vuillet", Role.SUPERVISOR, "lons", "lons-1", every),
        ("chef1", "Bernard Jacquot", Role.HEAD, "lons", "", every),
        ("soutien1", "Inès Charpentier", Role.SUPPORT, "lons", "", (GENERAL_SKILL,)),
        ("referent1", "Paul Monnier", Role.REFERENT, "lons", "", (GENERAL_SKILL,)),
        ("sie1", "Agnès Tournier", Role.SIE, "", "", (GENERAL_SKILL,)),
        ("connecteur1", "Connecteur de courriel", Role.CONNECTOR, "", "", (GENERAL_SKILL, EXPORTS)),
        ("admin1", "Administration", Role.ADMIN, "", "", (GENERAL_SKILL,)),
    ]
    return [
        NewAccount(
            new_id(),
            login,
            name,
            role,
            password_hash,
            centre,
            plateau,
            skills,
            office=DEMO_OFFICE if role is Role.SIE else "",
        )
        for login, name, role, centre, plateau, skills in rows
    ]


async def make_demo_accounts(store: Store, password: str) -> int:
    """Makes the demonstration's accounts, or gives those that exist this password. Returns their number.

    One hash serves all: they share the password, and one hash each would take a second.
    """
    password_hash = hash_password(password)
    wanted = demo_accounts(password_hash)
    for account in wanted:
        if not await store.set_password(account.login, password_hash):
            await store.add_account(account)
        elif account.office:
            await _give_office(store, account)
    return len(wanted)


async def _give_office(store: Store, account: NewAccount) -> None:
    """An officer made before accounts had one."""
    found = await store.account(account.login)
    if found is not None and found.agent.office != account.office:
        skills, channels, office = account.skills, account.channels, account.office
        update = AccountUpdate(account.name, account.role, skills=skills, channels=channels, office=office)
        await store.update_account(found.agent.id, update)
