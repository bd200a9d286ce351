"""The workstation as snapshots and the guide's pictures show it: the real application, on a day that stands still.

`world` is that day's contacts, `desk` shows them, `scenes` says which keys lead where, `paint` makes text and
SVG of it. `python -m tests.stage` (`scripts/pictures`) writes them all again.
"""
