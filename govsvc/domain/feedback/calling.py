"""逐件回访: which drawn case is called next, what may be said of a call, and its row."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from govsvc.domain import personal_data
from govsvc.domain.entries import Entry
from govsvc.domain.errors import GovsvcError
from govsvc.domain.feedback.calls import (
    DIMENSION_LEVELS,
    DIMENSIONS,
    LEVELS,
    NO_ANSWER,
    NOT_DIALLED,
    OUTCOMES,
    VALID,
    Call,
    call_key,
)
from govsvc.domain.feedback.drawing import Draw, DrawnCase
from govsvc.domain.feedback.stored import DIMENSION_FIELDS, OUTCOME, OVERALL
from govsvc.domain.feedback.weeks import monday
from govsvc.domain.indicators import CALLS

#: what stands where the file and its sheet would
ON_SCREEN = "屏幕录入"
#: outcomes of a call that brought no rating
WITHOUT_RATING = tuple(one for one in OUTCOMES if one.key not in (VALID, NOT_DIALLED))
_LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said on the phone. `rating`: level, which makes the call valid; else `outcome`."""

    rating: str = ""
    outcome: str = ""
    dimensions: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class CallProgress:
    """How far the calls of a draw are. `calls`: place → the calls of its case, the earliest first;
    `most`: how often a case is dialled before it is left at 无人接听.
    """

    draw: Draw
    calls: Mapping[int, Sequence[Call]]
    most: int

    @classmethod
    def of(cls, draw: Draw, calls: Sequence[Call], most: int) -> "CallProgress":
        """`calls`: all calls of the draw's month."""
        by_case: dict[str, list[Call]] = defaultdict(list)
        for call in calls:
            if call.case:
                by_case[call.case].append(call)
        ordered = {
            one.place: sorted(
                by_case.get(one.case, ()),
                key=lambda call: (call.day or call.week or date.min, _attempt(call)),
            )
            for one in draw.to_call
        }
        return cls(draw, ordered, most)

    def is_done(self, place: int) -> bool:
        """Whether nothing more is to be dialled: answered in any way, or rung often enough."""
        calls = [call for call in self.calls[place] if call.outcome != NOT_DIALLED]
        return bool(calls) and (calls[-1].outcome != NO_ANSWER or len(calls) >= self.most)

    @property
    def open(self) -> list[DrawnCase]:
        """The cases to be dialled, in their order: first those that were not yet, then those that
        nobody answered.
        """
        waiting = [one for one in self.draw.to_call if not self.is_done(one.place)]
        return sorted(waiting, key=lambda one: len(self.calls[one.place]))

    @property
    def done(self) -> int:
        return len(self.draw.to_call) - len(self.open)

    @property
    def to_dial_again(self) -> int:
        """Cases that nobody answered and that are dialled again."""
        return sum(bool(self.calls[one.place]) for one in self.open)


def _attempt(call: Call) -> int:
    number = call.key.rpartition("/")[2]
    return int(number) if number.isdecimal() else 0


def checked(answer: Answer) -> Answer:
    """The answer with its text masked. Raises GovsvcError where it says no outcome, or two."""
    levels, outcomes = {one.key for one in LEVELS}, {one.key for one in WITHOUT_RATING}
    if not answer.rating and not answer.outcome:
        raise GovsvcError(
            "没有保存：还没有选评价或回访结果。",
            "接通的选一级评价，其他的选回访结果。",
            "no_answer",
        )
    if answer.rating and answer.outcome not in ("", VALID):
        raise GovsvcError(
            "没有保存：既选了评价，又选了没有评价的回访结果。", "请只选一个。", "two_answers"
        )
    if (answer.rating and answer.rating not in levels) or (
        not answer.rating and answer.outcome not in outcomes
    ):
        raise GovsvcError("没有保存：没有这一项可选。", "请从列出的选项里选一项。", "not_a_choice")
    known = {one.key for one in DIMENSIONS}
    dimensions = {
        key: level
        for key, level in answer.dimensions.items()
        if answer.rating and key in known and level in DIMENSION_LEVELS
    }
    text = personal_data.mask(" ".join(answer.text.split())[:_LONGEST_TEXT])
    outcome = VALID if answer.rating else answer.outcome
    return Answer(answer.rating, outcome, dimensions, text, answer.is_own)


def entry_of(
    draw: Draw, one: DrawnCase, answer: Answer, day: date, before: Sequence[Call]
) -> Entry:
    """The row of a call. `before`: the calls of the case so far: what was said on the same day of a
    call that was answered is corrected, after 无人接听 it is another attempt.
    """
    week = monday(day).isoformat()
    last = before[-1] if before else None
    is_corrected = bool(last and last.day == day and last.outcome not in (NO_ANSWER, NOT_DIALLED))
    key = last.key if last and is_corrected else call_key(week, one.case, len(before) + 1)
    attributes = {
        "week": week,
        "day": day.isoformat(),
        OUTCOME: answer.outcome,
        OVERALL: answer.rating,
        **{DIMENSION_FIELDS[key]: level for key, level in answer.dimensions.items()},
        "text": answer.text,
        "is_own": "yes" if answer.is_own else "",
        "case": one.case,
    }
    return Entry(
        CALLS,
        draw.month,
        one.unit,
        key,
        one.item,
        {name: text for name, text in attributes.items() if text},
        {},
        file=ON_SCREEN,
        sheet=ON_SCREEN,
        row=one.place,
    )
