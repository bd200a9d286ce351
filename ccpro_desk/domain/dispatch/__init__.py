"""Who gets which contact, in two pure steps: *place* (pool, skill, rank) and *choice*.

A rank does not move with time: it is stored with the contact and made again only when its inputs change.
What has waited too long is *widened*: more people may take it, its rank stays. What arrives where too many
wait *overflows* at once. What an agent let go is not offered to them *again* while others could take it.
"""

from ccpro_desk.domain.dispatch.again import Colleague, let_go, nobody_else, serves, spared
from ccpro_desk.domain.dispatch.choice import Choice, Head, Key, choose, head_of, keys_of
from ccpro_desk.domain.dispatch.overflow import Pressure, enough, has_threshold, overflowed, pressure_of
from ccpro_desk.domain.dispatch.rank import came_back, place_of, ranked
from ccpro_desk.domain.dispatch.reopening import reopened_until
from ccpro_desk.domain.dispatch.settings import LEASE_S, Settings
from ccpro_desk.domain.dispatch.why import explained
from ccpro_desk.domain.dispatch.widen import widen_at, widened

__all__ = [
    "LEASE_S",
    "Choice",
    "Colleague",
    "Head",
    "Key",
    "Pressure",
    "Settings",
    "came_back",
    "choose",
    "enough",
    "explained",
    "has_threshold",
    "head_of",
    "keys_of",
    "let_go",
    "nobody_else",
    "overflowed",
    "place_of",
    "pressure_of",
    "ranked",
    "reopened_until",
    "serves",
    "spared",
    "widen_at",
    "widened",
]
