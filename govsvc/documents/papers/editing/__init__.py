"""A paper as persons edited it: their words in place of paragraphs, the data's beside them."""

from govsvc.documents.papers.editing.block import Block
from govsvc.documents.papers.editing.comparing import Change, changes
from govsvc.documents.papers.editing.earlier import EarlierText, earlier_text
from govsvc.documents.papers.editing.edited import Edited, Point, compose, text_of_draft
from govsvc.documents.papers.editing.steps import Steps

__all__ = [
    "Block",
    "Change",
    "EarlierText",
    "Edited",
    "Point",
    "Steps",
    "changes",
    "compose",
    "earlier_text",
    "text_of_draft",
]
