"""What every command's body says of itself, for the checks that all share."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from ccpro_desk.domain.values import STRICT


class Body:
    """A command's body. What the checks need to know of its kind stands in class variables."""

    __slots__ = ()
    __pydantic_config__ = STRICT
    type: ClassVar[str]
    needs_contact: ClassVar[bool] = True
    needs_lease: ClassVar[bool] = True
    needs_base_version: ClassVar[bool] = False
    concludes: ClassVar[bool] = False
    """A reply, an act or a closing: not for an agent *en accompagnement*."""
    of_matter: ClassVar[bool] = False
    """It is about the matter that it names, in whatever state that matter's contact is: no `contact_id`."""

    @property
    def matter_id(self) -> UUID | None:
        """The act, appointment or referral that it names."""
        return None
