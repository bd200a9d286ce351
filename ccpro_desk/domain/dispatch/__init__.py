"""Who gets which contact, in two pure steps: *place* (pool, skill, rank) and *choice*.

A rank does not move with time: it is stored with the contact and made again only when its inputs change.
What has waited too long is *widened*: more people may take it, its rank stays.
"""

from ccpro_desk.domain.dispatch.choice import Choice, Head, Key, choose, explained, keys_of
from ccpro_desk.domain.dispatch.rank import came_back, place_of, ranked
from ccpro_desk.domain.dispatch.reopening import reopened_until
from ccpro_desk.domain.dispatch.settings import LEASE_S, Settings
from ccpro_desk.domain.dispatch.widen import widen_at, widened

__all__ = [
    "LEASE_S",
    "Choice",
    "Head",
    "Key",
    "Settings",
    "came_back",
    "choose",
    "explained",
    "keys_of",
    "place_of",
    "ranked",
    "reopened_until",
    "widen_at",
    "widened",
]
