"""Slides that WPS and PowerPoint can edit: native tables and charts, fonts of the theme by name.

`Deck` is what the meeting pack is written with, the only room that uses python-pptx.
"""

from govsvc.documents.slides.deck import Deck
from govsvc.documents.slides.parts import SlideChart, SlideTable, SlideText

__all__ = ["Deck", "SlideChart", "SlideTable", "SlideText"]
