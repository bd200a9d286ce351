"""The outside world and the central, through its API only."""

from __future__ import annotations
