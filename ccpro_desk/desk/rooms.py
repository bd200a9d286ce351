"""The use cases that stand in rooms of their own: each is made when a key first asks for it."""

from __future__ import annotations

from abc import abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING

from ccpro_desk.desk.service import Service

if TYPE_CHECKING:
    from ccpro_desk.desk.appointments import Appointments
    from ccpro_desk.desk.lists import Lists
    from ccpro_desk.desk.matters import Matters
    from ccpro_desk.desk.plateau import Plateau
    from ccpro_desk.desk.referrals import Referrals
    from ccpro_desk.desk.state import DeskState


class Rooms(Service):
    """`Desk` gives them what they work with."""

    @property
    @abstractmethod
    def state(self) -> DeskState:
        """What screens show."""

    @cached_property
    def plateau(self) -> Plateau:
        from ccpro_desk.desk.plateau import Plateau

        return Plateau(self._central)

    @cached_property
    def matters(self) -> Matters:
        from ccpro_desk.desk.matters import Matters

        return Matters(self._central, self._ledger, self._journal)

    @cached_property
    def appointments(self) -> Appointments:
        from ccpro_desk.desk.appointments import Appointments

        return Appointments(self._central, self._journal, self._ledger)

    @cached_property
    def lists(self) -> Lists:
        from ccpro_desk.desk.lists import Lists

        return Lists(self._central, self._ledger, lambda: self.state)

    @cached_property
    def referrals(self) -> Referrals:
        from ccpro_desk.desk.referrals import Referrals

        return Referrals(self.matters, self.lists, self._journal)
