"""What a sentence speaks of: the indicator, list, county or unit that is named before a number."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile

from govsvc.documents.papers.checking import period_facts
from govsvc.documents.papers.checking.period_facts import OfPeriod
from govsvc.domain import indicators
from govsvc.domain.indicators import INDICATORS, Indicator, ProblemList

#: what has numbers of its own that are no indicator's
_OTHERS = (
    *("综合得分", "综合排名", "丢分", "好评率", "回访", "销号率", "整改率", "差评回访率"),
    *(
        "选派率",
        "授权书有效率",
        "齐备率",
        "成建制进驻率",
        "成建制进驻",
        "上线率",
        "落地率",
        "办件率",
    ),
)
#: a rate that is none of the names
_OTHER_RATE = re.compile("[\u4e00-\u9fff](?<!比)率|占比|比例")
#: an indicator, a list of rows, what people say, or None for what is none of them
Subject = Indicator | ProblemList | OfPeriod | None


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text: where it begins and ends, and what it names."""

    start: int
    end: int
    subject: Subject


def _names() -> dict[str, Subject]:
    names: dict[str, Subject] = dict.fromkeys(_OTHERS)
    names |= period_facts.names()
    for one in indicators.problem_lists():
        if one.mark is None:
            names[one.name] = one
    for indicator in INDICATORS:
        names |= dict.fromkeys((indicator.name, indicator.short, *indicator.headers), indicator)
        if nominal := indicator.nominal:
            names[f"核减后{indicators.by_key(nominal).short}"] = indicator
    return names


@lru_cache(maxsize=16)
def found_in(names: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of the names, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(names, key=lambda name: -len(name)))))


#: what is missing of an indicator → it
_MISSING = {one.missing_word: one for one in indicators.headline_indicators()}
_NAMES = _MISSING | _names()
_PATTERN = found_in(tuple(_NAMES))


def named_in(text: str) -> list[Named]:
    """The indicators and lists that a text names, in their order. What is missing (未发布) names
    its indicator behind another name alone.
    """
    found = [
        Named(match.start(), match.end(), _subject(match[0], text[: match.start()]))
        for match in _PATTERN.finditer(text)
    ]
    return list(dropwhile(lambda one: text[one.start : one.end] in _MISSING, found))


def _subject(name: str, before: str) -> Subject:
    """What a name says behind the text `before` it."""
    subject = _NAMES[name]
    return period_facts.of_channel(subject, before) if isinstance(subject, OfPeriod) else subject


def subject_of(names: Sequence[Named], text: str, start: int) -> Subject:
    """What the number that begins there is of: the last name before it, unless another rate is
    spoken of since.
    """
    before = [one for one in names if one.start < start]
    if not before or _OTHER_RATE.search(text, before[-1].end, start):
        return None
    return before[-1].subject


def missing_of(clause: str, subject: Indicator) -> Subject:
    """The indicator whose rows the clause says to be missing (省平台未发布), where it is not the
    subject; None where it may be any of several.
    """
    if subject.missing_word in clause:
        return subject
    found = [one for word, one in _MISSING.items() if word in clause]
    if not found:
        return subject
    return found[0] if len(found) == 1 else None


def last_of(names: Iterable[str], text: str) -> str:
    """The last of the names that stands in the text; "" where none does."""
    known = tuple(name for name in names if name)
    matches = found_in(known).findall(text) if known else []
    return matches[-1] if matches else ""
