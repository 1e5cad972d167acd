"""Papers written from the data: sentences of stored values, in which every number knows its source.

`summary` makes the 总结 as a `Draft`, `content` the Word file of a draft.
"""

from govsvc.documents.papers.model import Draft, Figure, Gap, Paragraph
from govsvc.documents.papers.summary import summary
from govsvc.documents.papers.word import content

__all__ = ["Draft", "Figure", "Gap", "Paragraph", "content", "summary"]
