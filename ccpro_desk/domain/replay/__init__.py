"""A past day under other rules: the same place, choice and widening, with the work each contact took then."""

from ccpro_desk.domain.replay.day import Day, Moment, Past, Shift, day_of
from ccpro_desk.domain.replay.report import FEWEST, Figures, Line, compared
from ccpro_desk.domain.replay.run import run

__all__ = ["FEWEST", "Day", "Figures", "Line", "Moment", "Past", "Shift", "compared", "day_of", "run"]
