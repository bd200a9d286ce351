"""`replace` for frozen values with slots, in less than half the time of the standard library's.

It writes the slots instead of running `__init__`. The central makes a contact anew for each event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import replace
else:
    from dataclasses import fields
    from functools import cache
    from operator import attrgetter

    @cache
    def _slots(kind):
        names = [field.name for field in fields(kind)]
        return attrgetter(*names), {name: getattr(kind, name).__set__ for name in names}

    def replace(value, /, **changes):
        """`value`, of two fields or more, with these changed."""
        kind = type(value)
        read, slots = _slots(kind)
        made = object.__new__(kind)
        for put, was in zip(slots.values(), read(value), strict=True):
            put(made, was)
        for name, changed in changes.items():
            slots[name](made, changed)
        return made


__all__ = ["replace"]
