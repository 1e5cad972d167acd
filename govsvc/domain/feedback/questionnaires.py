"""问卷: the totals of a wave, and of each of its questions; a percent without 有效份数 is kept as
printed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from govsvc.domain.entries import Entry
from govsvc.domain.feedback.calls import DIMENSIONS, LEVELS, VALID

HANDED_OUT, RETURNED, CONTENT = "handed_out", "returned", "content"
#: counts of a wave or of a question
QUESTION_COUNTS = (HANDED_OUT, RETURNED, VALID, CONTENT, *(level.key for level in LEVELS))
#: the key of the question after the whole
WHOLE = "whole"
#: the questions that are known: key → its name
QUESTIONS = {WHOLE: "总体满意度", **{one.key: one.name for one in DIMENSIONS}}


@dataclass(frozen=True, slots=True)
class Question:
    """What one question came to. `key`: of `QUESTIONS`, else its text; `printed`: its percent as
    the sheet has it, "" where none.
    """

    key: str
    text: str
    counts: Mapping[str, int]
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Wave:
    """One questionnaire. `way`: how it was handed out (现场发放, 二维码, 委托第三方)."""

    month: date
    name: str
    questions: tuple[Question, ...]
    way: str = ""
    file: str = ""
    sheet: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


def question_key(wave: str, question: str) -> str:
    """What tells a stored question from others of its month: an import of a wave takes the place
    of all of it.
    """
    return f"{wave.replace('/', '.')}/{question}"


def question_named(text: str) -> str:
    """The key of the question that a text is about; the text where it is of none."""
    for one in DIMENSIONS:
        if any(word in text for word in (one.name, *one.headers)):
            return one.key
    return WHOLE if any(word in text for word in ("总体", "整体", "综合")) else text


def waves_of(entries: Iterable[Entry]) -> list[Wave]:
    """The waves that stored rows are."""
    of_wave: dict[tuple[date, str], list[Entry]] = {}
    for entry in entries:
        of_wave.setdefault((entry.month, entry.attributes["wave"]), []).append(entry)
    return [_wave(month, name, rows) for (month, name), rows in of_wave.items()]


def _wave(month: date, name: str, rows: list[Entry]) -> Wave:
    questions = [
        Question(
            row.attributes["question"],
            row.name,
            {key: int(row.attributes[key]) for key in QUESTION_COUNTS if key in row.attributes},
            row.attributes.get("printed", ""),
        )
        for row in rows
    ]
    whole = next((one for one in questions if one.key == WHOLE), None)
    if whole is None and len(questions) == 1:
        (whole,) = questions
    counts = dict(whole.counts) if whole else {}
    for one in questions:
        for key in (HANDED_OUT, RETURNED):
            # a wave has these once, whichever of its rows says them
            if key in one.counts:
                counts.setdefault(key, one.counts[key])
    first = rows[0]
    way = next((row.attributes["way"] for row in rows if "way" in row.attributes), "")
    return Wave(month, name, tuple(questions), way, first.file, first.sheet, counts)
