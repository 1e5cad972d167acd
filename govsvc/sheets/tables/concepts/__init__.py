"""What a header means: its subject, predicate, negation, period and measure.

A header is taken only where all of it is understood. Where it names a concept of ours but says more
than is understood, a person is asked; where it speaks of something else, its column is left alone.
"""

from govsvc.sheets.tables.concepts.heading import ASK, NOTHING, Heading
from govsvc.sheets.tables.concepts.reading import read_heading

__all__ = ["ASK", "NOTHING", "Heading", "read_heading"]
