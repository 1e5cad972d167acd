"""A paper as persons edited it: their words in place of paragraphs, the data's beside them."""

from govsvc.documents.papers.editing.block import Block
from govsvc.documents.papers.editing.earlier import EarlierText, earlier_text
from govsvc.documents.papers.editing.edited import Edited, Point, compose, text_of_draft
from govsvc.documents.papers.editing.steps import Steps

__all__ = [
    "Block",
    "EarlierText",
    "Edited",
    "Point",
    "Steps",
    "compose",
    "earlier_text",
    "text_of_draft",
]
