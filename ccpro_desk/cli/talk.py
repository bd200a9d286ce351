"""What commands of the shell read and say alike: a day, and values for a program."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any


def day_of(text: str) -> date:
    """Raises `ArgumentTypeError`, which argparse tells."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("date attendue, par exemple 2026-11-23") from error


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
