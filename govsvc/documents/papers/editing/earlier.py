"""Words of an earlier paper of the same kind, to begin with where the data say nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from govsvc.domain.paper_versions import PaperVersion


@dataclass(frozen=True, slots=True)
class EarlierText:
    month: date
    text: str


def earlier_text(papers: Sequence[PaperVersion], month: date, key: str) -> EarlierText | None:
    """What was written under that key in last year's December, else in the latest month before;
    None where nothing was. `papers`: the last version of each month, the latest month first.
    """
    found = [
        EarlierText(paper.month, words.text)
        for paper in papers
        for words in paper.words
        if paper.month < month and words.key == key and words.text
    ]
    last_year = date(month.year - 1, 12, 1)
    return next((one for one in found if one.month == last_year), found[0] if found else None)
