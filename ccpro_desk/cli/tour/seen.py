"""What stands on the screen, and what the desk knows, as JSON values."""

from __future__ import annotations

import html
import re
from typing import Any

from ccpro_desk.app import DeskApp
from ccpro_desk.desk.state import DeskContact, Sent

CELL = re.compile(r'<text [^>]*?x="([\d.]+)"[^>]*?y="([\d.]+)"[^>]*?>(.*?)</text>', re.S)


def seen(app: DeskApp) -> dict[str, Any]:
    state = app.desk.state
    return {
        "screen": type(app.screen).__name__,
        "lines": lines(app.export_screenshot()),
        "link": state.link.kind.value,
        "unacknowledged": state.link.pending,
        "agent": state.agent and {"login": state.agent.login, "status": state.agent.status.value},
        "contacts": [contact(held) for held in state.contacts],
        "sent": [sending(sent) for sent in state.sent],
        "notices": list(state.notices),
        "reply": editor_text(app),
        "focus": app.screen.focused.id if app.screen.focused else None,
    }


def lines(svg: str) -> list[str]:
    """The rows of a screenshot, as text."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in CELL.findall(svg):
        rows.setdefault(float(y), []).append((float(x), html.unescape(text).replace("\xa0", " ")))
    return ["".join(piece for _, piece in sorted(row)).rstrip() for _, row in sorted(rows.items())]


def contact(held: DeskContact) -> dict[str, Any]:
    view = held.view
    return {
        "id": str(view.id),
        "state": view.state.value,
        "version": view.version,
        "subject": view.subject,
        "draft": held.draft,
        "unacknowledged": len(held.pending),
        "refused": [sending(sent) for sent in held.refusals],
    }


def sending(sent: Sent) -> dict[str, Any]:
    return {
        "id": str(sent.command_id),
        "contact": sent.contact_id and str(sent.contact_id),
        "kind": sent.kind,
        "label": sent.label,
        "state": sent.state.value,
        "detail": sent.detail,
    }


def editor_text(app: DeskApp) -> str | None:
    """What the reply editor holds, if there is one on the screen."""
    from ccpro_desk.widgets.reply_editor import ReplyEditor

    editors = [editor for screen in app.screen_stack for editor in screen.query(ReplyEditor)]
    return str(editors[-1].text) if editors else None
