"""Papers written from the data: sentences of stored values, in which every number knows its source.

`KINDS` are what papers there are: each makes a `Draft` and of that its file. `summary` makes the
总结, `content` a Word file, `checks` what of a paper is only for the office.
"""

from govsvc.documents.papers.kinds import BY_NAME, KINDS, Kind, Occasion
from govsvc.documents.papers.model import Draft, Figure, Gap, Paragraph
from govsvc.documents.papers.summary import summary
from govsvc.documents.papers.word import checks, content

__all__ = [
    "BY_NAME",
    "KINDS",
    "Draft",
    "Figure",
    "Gap",
    "Kind",
    "Occasion",
    "Paragraph",
    "checks",
    "content",
    "summary",
]
