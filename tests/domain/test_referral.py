"""What the perimeter keeps from the SIE, what a fiche holds, when a promise is broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ccpro_desk.domain import commands as c
from ccpro_desk.domain.lifecycle import decide
from ccpro_desk.domain.matter import Matter
from ccpro_desk.domain.referral import events as r
from ccpro_desk.domain.referral.detail import ReferralDetail, due_at, is_overdue
from ccpro_desk.domain.referral.haste import Haste
from ccpro_desk.domain.referral.perimeter import Handler
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.values import MotifOutcome, Outcome, State
from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml
from ccpro_desk.reference.perimeter import load_perimeter, read_perimeter
from ccpro_desk.reference.referral_letters import load_letters
from tests.domain.people import NOW, command, contact, context

DAY = date(2026, 11, 24)
PERIMETER = load_perimeter()
EAST = "SIE-69-EST"


def refer(motif: str | None = None, *, said: tuple[str, ...] = (), others: Any = (), **more: Any) -> Any:
    """What comes of a fiche on an active contact whose agent said these motifs."""
    motifs = tuple(MotifOutcome(code, Outcome.REFERRED) for code in said)
    before = contact(State.ACTIVE, siren="732829320", motifs=motifs)
    body = c.Refer(EAST, more.pop("facts", "Les faits."), Haste.NORMAL, motif=motif, **more)
    return decide(before, command(body), context(perimeter=PERIMETER, others=others))


def fiche(made: Any) -> Matter:
    return next(event.matter for event in made if isinstance(event, r.ReferralMade))


@pytest.mark.parametrize(
    ("motif", "handler", "passes"),
    [
        ("tva.date", Handler.CC, False),
        ("acces.iban", Handler.CC, False),
        ("tva.des_emebi", Handler.DOUANE, False),
        ("acces.panne", Handler.ASSISTANCE, False),
        ("benefices.versement_liberatoire", Handler.URSSAF, False),
        ("benefices.controle", Handler.VERIFIER, False),
        ("tva.remboursement", Handler.SHARED, True),
        ("benefices.trop_verse", Handler.SIE, True),
        ("autre.autre", Handler.SHARED, True),
    ],
)
def test_a_question_of_the_first_level_is_refused_with_its_article(
    motif: str, handler: Handler, passes: bool
) -> None:
    article = PERIMETER.of(motif, DAY)
    assert article is not None and article.handled_by is handler
    made = refer(motif)
    if passes:
        assert fiche(made).code == motif
        return
    assert isinstance(made, Refusal) and made.code is Code.NOT_ELIGIBLE
    assert article.said in made.message and article.instead in made.message
    assert f"article {article.id} du périmètre, proposition du 23/11/2026 à valider" in made.message
    judged = fiche(refer(motif, override="Enjeu de 80 000 €, dossier litigieux."))
    assert isinstance(judged.detail, ReferralDetail)
    assert (judged.detail.article, judged.detail.override) == (
        article.id,
        "Enjeu de 80 000 €, dossier litigieux.",
    )


def test_the_contacts_own_motifs_count_and_one_that_is_the_sies_is_enough() -> None:
    assert isinstance(refer(said=("tva.date",)), Refusal)
    assert fiche(refer(said=("tva.date", "tva.remboursement"))).code == "tva.date"
    assert fiche(refer()).code == "", "nothing said: nothing to hold against the perimeter"


def test_an_article_holds_from_its_day_on_and_until_it_is_replaced() -> None:
    article = PERIMETER.articles["1.1"]
    assert not article.holds_on(date(2026, 11, 22))
    ended = replace(article, until=date(2026, 12, 31), to_validate=False)
    assert ended.holds_on(date(2026, 12, 31)) and not ended.holds_on(date(2027, 1, 1))
    assert "en vigueur depuis le 23/11/2026" in ended.cited
    assert {a.id for a in PERIMETER.first_level(DAY)} >= {"1.1", "1.2", "3.8"}


def test_a_file_that_forgets_a_motif_or_invents_one_is_refused() -> None:
    table = dict(read_toml("territory/perimeter.toml"))
    motifs = dict(table["motifs"])
    del motifs["tva.date"]
    with pytest.raises(DataError, match=r"tva\.date"):
        read_perimeter({**table, "motifs": motifs})
    with pytest.raises(DataError, match=r"9\.9"):
        read_perimeter({**table, "motifs": {**table["motifs"], "tva.date": "9.9"}})


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"facts": "  "}, Code.INVALID),
        ({"promised_on": date(2020, 1, 1)}, Code.INVALID),
        ({"motif": "tva.inconnu"}, Code.INVALID),
        ({"motif": "tva.remboursement", "attachments": (contact(State.ACTIVE).id,)}, Code.INVALID),
    ],
)
def test_what_is_wrong_with_a_fiche(more: dict[str, Any], code: Code) -> None:
    made = refer(**more)
    assert isinstance(made, Refusal) and made.code is code and made.message


def test_the_same_question_does_not_go_twice_to_the_same_office() -> None:
    open_one = fiche(refer("tva.remboursement"))
    again = refer("tva.remboursement", others=(open_one,))
    assert isinstance(again, Refusal) and again.code is Code.ALREADY_EXISTS
    assert fiche(refer("tva.remboursement", others=(open_one,), override="Autre période"))
    assert fiche(refer("tva.remboursement", others=(replace(open_one, state="answered"),)))


def test_a_promise_is_broken_once_its_day_is_over_where_the_usager_is() -> None:
    promised = fiche(refer("tva.remboursement", promised_on=date(2026, 11, 30)))
    assert promised.due_at == due_at(date(2026, 11, 30)) == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert not is_overdue(promised, datetime(2026, 11, 30, 22, 59, tzinfo=UTC))
    assert is_overdue(promised, datetime(2026, 11, 30, 23, tzinfo=UTC))
    assert not is_overdue(replace(promised, state="answered"), datetime(2027, 1, 1, tzinfo=UTC))
    assert not is_overdue(fiche(refer("tva.remboursement")), NOW)


def test_the_usager_is_told_where_the_question_goes_and_by_when() -> None:
    letters = load_letters()
    assert "SIE Lyon Est" in letters.to_refer("SIE Lyon Est", "") and "{" not in letters.to_refer("X", "")
    assert letters.to_refer("X", "lundi 30 novembre 2026").endswith("au plus tard le lundi 30 novembre 2026.")
    assert letters.to_say("X") and letters.to_take("X").startswith("Bonjour")
