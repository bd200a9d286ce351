"""A phrase is found and placed like an answer, before or after one, and says nothing of the motif."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ccpro_desk.desk.desk import Desk
from tests.screens.workstation import at_work
from tests.support.scripted_central import ScriptedCentral


async def test_a_phrase_and_an_answer_make_one_reply(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    contact_id = central.bring()
    async with at_work(opened) as post:
        await sign_in(post)
        await post.take(contact_id)
        await post.press("f3")
        await post.until(lambda: post.window == "AnswersScreen", "the answers")
        await post.type("phrase patienter")
        await post.until(lambda: "PHR-003" in post.text("preview"), "the phrase")
        await post.press("enter")
        await post.until(lambda: "une vérification" in post.editor.text, "the phrase in the editor")
        await post.press("f3")
        await post.type("remb")
        await post.press("enter")
        await post.until(lambda: "3519-SD" in post.editor.text, "the answer after it")
        assert post.editor.text.index("une vérification") < post.editor.text.index("3519-SD")
        await post.press("f8")
        assert post.app.screen.highlighted == "tva.remboursement"
