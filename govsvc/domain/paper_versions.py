"""Versions of a paper: what persons wrote in place of its paragraphs, and what became of it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from govsvc.domain import personal_data
from govsvc.domain.errors import GovsvcError
from govsvc.domain.safe_text import without_controls

#: what a version was made by
WRITTEN, PUT_BACK, KEPT, RESTORED, APPROVED = (
    "written",
    "put_back",
    "kept",
    "restored",
    "approved",
)
#: what each is called
STEPS = {
    WRITTEN: "修改",
    PUT_BACK: "采用自动生成的文字",
    KEPT: "核对后保留人工修改的文字",
    RESTORED: "恢复",
    APPROVED: "审核通过",
}
#: characters of one paragraph
LONGEST = 4000
#: what a paper calls itself that nobody has approved as it stands
DRAFT_MARK = "初稿"


@dataclass(frozen=True, slots=True)
class PaperOf:
    """Which paper: of a kind, by its key and as it is called, and of a month."""

    kind: str
    name: str
    month: date


@dataclass(frozen=True, slots=True)
class Words:
    """What a person wrote in place of a paragraph.

    `key`: of the paragraph; `text`: its lines, "" where it is not to be printed; `base`: what the
    data said when that was last looked at; `after`: key of the paragraph before it; `level`: of a
    heading, 0 of text.
    """

    key: str
    text: str
    base: str = ""
    after: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class PaperVersion:
    """A paper of a kind and month after one step. `number`: 第N稿; `about`: of which paragraph, of
    an approval as what it goes out; `words`: all that hold since; `text`: the whole paper as it
    stood, its title first.
    """

    kind: str
    month: date
    number: int
    step: str
    about: str
    words: tuple[Words, ...]
    text: tuple[str, ...]
    who: str
    at: datetime

    @property
    def name(self) -> str:
        """第3稿"""
        return f"第{self.number}稿"

    def stored(self) -> str:
        """Step, words and text as JSON."""
        return json.dumps(
            {
                "step": self.step,
                "about": self.about,
                "words": [asdict(one) for one in self.words],
                "text": self.text,
            },
            ensure_ascii=False,
        )

    @staticmethod
    def of_stored(
        kind: str, month: date, number: int, who: str, at: datetime, content: str
    ) -> "PaperVersion":
        found = json.loads(content)
        return PaperVersion(
            kind,
            month,
            number,
            found["step"],
            found["about"],
            tuple(Words(**one) for one in found["words"]),
            tuple(found["text"]),
            who,
            at,
        )


def cleaned(words: Iterable[Words]) -> tuple[Words, ...]:
    """The words as they are kept: a line a paragraph, numbers of persons masked.

    Raises GovsvcError where a paragraph is too long.
    """
    found = tuple(replace(one, text=_cleaned(one.text)) for one in words)
    if any(len(one.text) > LONGEST for one in found):
        raise GovsvcError.of("paragraph_too_long", most=LONGEST)
    return found


def _cleaned(text: str) -> str:
    lines = (" ".join(line.split()) for line in without_controls(text).splitlines())
    return personal_data.mask("\n".join(line for line in lines if line))
