"""A whole import: each mail its result, none stops the others."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from ccpro_desk.connectors.errors import CentralUnavailable
from ccpro_desk.connectors.mail.claims import Claims
from ccpro_desk.connectors.mail.importing import Importer
from ccpro_desk.connectors.mail.intake import Settings
from ccpro_desk.connectors.mail.model import MailRefused
from ccpro_desk.connectors.mail.report import Fate, Report
from ccpro_desk.connectors.mail.sources import Source, mails
from ccpro_desk.domain.clock import ManualClock
from ccpro_desk.domain.text import is_clean
from tests.mail.central import FakeCentral, problem, sent_json
from tests.mail.made import NOW, raw
from tests.mail.test_parse_headers import bounce_of

NOWHERE = Claims(Path("inexistant"))


async def run(central: FakeCentral, *sources: Source, claims: Claims = NOWHERE) -> Report:
    async with central.client() as client:
        return await Importer(client, ManualClock(), Settings(), claims).run(sources, lambda line: None)


async def test_one_of_each() -> None:
    report = await run(
        FakeCentral(),
        ("a", raw()),
        ("b", raw()),
        ("c", raw("Suite", Message_ID="<deux@x.example>", References="<un@fournil.example>")),
        ("d", raw("Autre contenu")),
        ("e", raw(Auto_Submitted="auto-replied")),
        ("f", bounce_of("failed")),
        ("g", b"\x00" * 50),
        ("h", MailRefused("illisible.")),
        ("i", raw("Dernier", Message_ID="<trois@x.example>")),
    )
    fates = {line.name: line.fate for line in report.lines}
    assert fates == {
        "a": Fate.IMPORTED,
        "b": Fate.KNOWN,
        "c": Fate.APPENDED,
        "d": Fate.KNOWN,
        "e": Fate.AUTO,
        "f": Fate.BOUNCE,
        "g": Fate.REFUSED,
        "h": Fate.REFUSED,
        "i": Fate.IMPORTED,
    }
    assert report.failed
    assert "contenu différent" in str(report.lines[3])
    assert report.summary() == (
        "9 courriels\xa0: 2 importés, 1 ajouté à son fil, 2 déjà là, 1 automatique laissé de côté, "
        "1 avis de non-remise laissé de côté, 2 refusés."
    )
    json.dumps(report.jsonable())


async def test_the_central_s_refusal_of_one_mail_stops_nothing() -> None:
    central = FakeCentral()
    async with central.client() as client:
        await client.sign_in()
        central.faults = [problem(422, "invalid")]
        importer = Importer(client, ManualClock(), Settings(), NOWHERE)
        report = await importer.run([("a", raw()), ("b", raw(Message_ID="<b@x>"))], lambda line: None)
    assert [line.fate for line in report.lines] == [Fate.REFUSED, Fate.IMPORTED]


async def test_a_central_that_is_gone_stops_and_leaves_the_report() -> None:
    central = FakeCentral()
    async with central.client(patience_s=0.0) as client:
        importer = Importer(client, ManualClock(), Settings(), NOWHERE)
        await importer.run([("a", raw())], lambda line: None)
        central.faults = [httpx.ConnectError("refusée")] * 3
        with pytest.raises(CentralUnavailable):
            await importer.run([("b", raw(Message_ID="<b@x>"))], lambda line: None)
    assert [line.name for line in importer.report.lines] == ["a"]


OURS = UUID("0192f3a4-0000-7000-8000-000000000001")


def our_bounce(action: str = "failed") -> bytes:
    return bounce_of(action).replace(b"<notre@", f"<{OURS}@".encode())


async def test_a_bounce_of_our_reply_is_told_to_the_central(tmp_path: Path) -> None:
    claims, claim, central = Claims(tmp_path / "claims"), uuid4(), FakeCentral()
    claims.keep(OURS, uuid4(), NOW)
    claims.keep(OURS, claim, NOW)
    report = await run(central, ("f", our_bounce()), claims=claims)
    assert central.reports == [(OURS, "bounced", "Non remis à parti@x.example (code 5.1.1).")]
    assert sent_json(central.requests[-2])["claim"] == str(claim)
    assert "signalée au central" in str(report.lines[0])


async def test_a_bounce_that_cannot_be_told_is_left_to_a_person(tmp_path: Path) -> None:
    claims = Claims(tmp_path)
    unknown = await run(FakeCentral(), ("f", our_bounce()), claims=claims)
    claims.keep(OURS, uuid4(), NOW)
    refused = await run(FakeCentral(report_status=409), ("f", our_bounce()), claims=claims)
    for report in (unknown, refused):
        assert str(OURS) in str(report.lines[0])
        assert "à vérifier à la main" in str(report.lines[0])


async def test_a_delay_is_not_told(tmp_path: Path) -> None:
    claims, central = Claims(tmp_path), FakeCentral()
    claims.keep(OURS, uuid4(), NOW)
    report = await run(central, ("f", our_bounce("delayed")), claims=claims)
    assert central.reports == []
    assert "retardée" in str(report.lines[0])


def test_claims_are_forgotten_after_some_months(tmp_path: Path) -> None:
    claims, old, new = Claims(tmp_path), uuid4(), uuid4()
    for month in (8, 9, 10, 11):
        claims.keep(old if month == 8 else new, new, NOW.replace(month=month))
    assert claims.of(old) is None
    assert claims.of(new) == new
    assert len(list(tmp_path.iterdir())) == 3


async def test_the_demo_s_mails_are_what_their_index_says(root: Path) -> None:
    folder = root / "data" / "demo" / "mails"
    index = tomllib.loads((folder / "INDEX.toml").read_text(encoding="utf-8"))["mail"]
    central = FakeCentral()
    report = await run(central, *mails(folder))
    kinds = {Fate.IMPORTED: "contact", Fate.APPENDED: "appended", Fate.AUTO: "auto", Fate.BOUNCE: "bounce"}
    assert {Path(line.name).name: kinds[line.fate] for line in report.lines} == {
        mail["file"]: mail["kind"] for mail in index
    }
    assert not report.failed
    texts = [text for intake in central.intakes for text in (intake.subject, intake.body, intake.sender.name)]
    assert all(is_clean(text) and "\ufffd" not in text for text in texts if text)
