"""What the data say to a number of a paper: one expected text, or that it cannot be told."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from govsvc.board import Board, by_unit
from govsvc.board.standing import Value
from govsvc.documents.papers import naming
from govsvc.documents.papers.checking import numbers
from govsvc.documents.papers.checking.numbers import Number
from govsvc.documents.papers.checking.period_facts import OfPeriod, Periods
from govsvc.documents.papers.checking.subjects import found_in, last_of
from govsvc.domain import indicators, rates
from govsvc.domain.indicators import OWN, SOURCES, Indicator, ProblemList
from govsvc.domain.indicators import PERCENT as PERCENT_MEASURE
from govsvc.domain.months import month_text
from govsvc.domain.published_values import value_text
from govsvc.domain.roster import Roster
from govsvc.workflow.rectification import Ledger

#: a percent behind these is not the value of the month
_OTHER_TIMES = re.compile(
    "(?<![较比])上[月期]|去年|上年|同期|年初|半年|季度|平均|占(?!比)|权重|分值"
)
#: a percent behind these is wanted, not reached
_WANTED = re.compile("目标|力争|争取|年底前?|确保|(?:提升|提高)[到至]|保持在")
_BULLETIN = re.compile(r"[（(](?:(\d{4})年)?(\d{1,2})月通报")
#: what may stand between a unit and its number: a month, a verb, another number of it
_DIRECTLY = re.compile(
    r"(?:(?:\d{4}年)?\d{1,2}月份?)?[“”]*(?:仅?为|仅?达到?|只?有|共|最[多少高低])?"
    r"(?:\d+(?:\.\d+)?[%％])?[（(]?"
)
#: characters of a 简称 that cannot be a word of a sentence
_SHORTEST = 3
#: the 管理体制 of a unit behind its name
_ASIDE = re.compile(r"（(?:县属|双重管理|垂直管理)）$")


@dataclass(frozen=True, slots=True)
class Fact:
    """What a number should be. `text`: as the data print it; `is_met`: whether the paper does;
    `what`: which number it is, with its source.
    """

    text: str
    is_met: bool
    what: str


class Facts:
    """The facts of one board."""

    def __init__(self, board: Board, ledger: Ledger | None = None):
        self._board = board
        self._periods = Periods(board, ledger)
        self._of_units: dict[tuple[str, str, date], dict[str, rates.Rank | None]] = {}
        self._counties = [one for one in board.values.counties() if one != board.home]
        units = [unit.name for unit in board.roster().units]
        self._spelled = _spelled(board.roster())
        #: counties and units that a number may be of
        self.names = frozenset([*self._counties, board.home_name(), *units])

    def of(
        self, subject: Indicator | ProblemList | OfPeriod, number: Number, month: date
    ) -> Fact | None:
        """None where it cannot be told what the number is, or the data do not know it."""
        number = replace(number, before=self._with_names(number.before))
        if isinstance(subject, OfPeriod):
            return self._of_period(subject, number, month)
        if isinstance(subject, ProblemList):
            return self._of_list(subject, number, month)
        by_kind: dict[str, Callable[[Indicator, Number, date], Fact | None]] = {
            numbers.PERCENT: self._percent,
            numbers.FRACTION: self._fraction,
            numbers.POINTS: self._points,
            numbers.PLACE: self._place,
            numbers.COUNT: self._count,
            numbers.MEAN: self._mean,
        }
        judge = by_kind.get(number.kind)
        return judge(subject, number, month) if judge else None

    def _with_names(self, text: str) -> str:
        """The text with the names of units in place of what one calls them for short."""
        spelled = self._spelled
        return found_in(tuple(spelled)).sub(lambda one: spelled[one[0]], text) if spelled else text

    def _of_period(self, subject: OfPeriod, number: Number, month: date) -> Fact | None:
        unit = self._named_unit(number)
        if unit and not _is_directly(number, unit, subject.short):
            return None
        told = self._periods.told(subject, number, month, unit)
        what = f"{unit}{subject.short}（{told.period}）" if told else ""
        return Fact(told.text, told.is_met, what) if told else None

    # -- values ----------------------------------------------------------------------------

    def _value(self, indicator: Indicator, number: Number, month: date) -> Value | None:
        """The value that the clause speaks of: of another county, 本县测算, or the headline."""
        values, county = self._board.values, last_of(self._counties, number.before)
        if county:
            return values.bulletin(indicator, month, county)
        if SOURCES[OWN] in number.before + number.after:
            return values.own(indicator, month)
        return values.headline(indicator, month)

    def _percent(self, indicator: Indicator, number: Number, month: date) -> Fact | None:
        if number.after.startswith(("目标", "的目标")) or _WANTED.search(number.before):
            target = self._board.cards.standing(indicator, month).target
            if target is None or target.value is None:
                return None
            return _fact(number, rates.percent_text(target.value), target.value, "目标值", "")
        if _OTHER_TIMES.search(number.before):
            return None
        if unit := self._named_unit(number):
            known = self._counts_of(indicator, number, month, unit)
            published = rates.published(*known) if known else None
            if published is None:
                return None
            text = rates.percent_text(published)
            return _fact(number, text, published, f"{unit}数值", SOURCES[OWN])
        value = self._value(indicator, number, month)
        if value is None:
            return None
        text = rates.percent_text(value.published)
        return _fact(number, text, value.published, "数值", _source(value))

    def _named_unit(self, number: Number) -> str:
        """A department or township that the clause names: the number is not the county's."""
        units = [unit.name for unit in self._board.roster().units]
        return last_of(units, number.before)

    def _counts_of(
        self, indicator: Indicator, number: Number, month: date, unit: str
    ) -> tuple[int, int] | None:
        """The unit's counts, where the number is surely the unit's; else None."""
        if not _is_directly(number, unit, indicator.name, indicator.short):
            return None
        return self._board.rows.by_unit(month).get((indicator.key, unit))

    def _mean(self, indicator: Indicator, number: Number, month: date) -> Fact | None:
        value = self._value(indicator, number, month)
        if value is None or indicator.measure == PERCENT_MEASURE or self._named_unit(number):
            return None
        text = value_text(indicator, value.published)
        return _fact(number, text, value.published, "数值", _source(value))

    def _fraction(self, indicator: Indicator, number: Number, month: date) -> Fact | None:
        if unit := self._named_unit(number):
            known = self._counts_of(indicator, number, month, unit)
            if known is None:
                return None
            text, is_met = "{:,}/{:,}".format(*known), number.counts == known
            return Fact(text, is_met, f"{unit}分子/分母（{SOURCES[OWN]}）")
        value = self._value(indicator, number, month)
        if value is None or value.counts is None:
            return None
        text = "{:,}/{:,}".format(*value.counts)
        return Fact(text, number.counts == value.counts, f"分子/分母（{_source(value)}）")

    def _points(self, indicator: Indicator, number: Number, month: date) -> Fact | None:
        standing = self._board.cards.standing(indicator, month)
        if "上月" in number.before and "同" not in number.before:
            change, headline = standing.change_pp, standing.headline
            if change is None or headline is None:
                return None
            falls = any(word in number.before for word in ("下降", "回落", "降低", "减少"))
            said = -number.value if falls else number.value
            return Fact(rates.points_text(change), said == change, f"较上月（{_source(headline)}）")
        ranking = self._board.rankings.latest(indicator, month)
        county = last_of(self._counties, number.sentence)
        if ranking is None or not county or not _has(number.before, "相差", "差距", "低", "落后"):
            return None
        gap = next((one.gap_pp for one in ranking.overtakes if one.county == county), None)
        if gap is None:
            return None
        bulletin = f"{month_text(ranking.bulletin_month)}通报"
        return _fact(number, f"{gap}个百分点", gap, f"与{county}差距", bulletin)

    def _place(self, indicator: Indicator, number: Number, month: date) -> Fact | None:
        if unit := self._named_unit(number):
            return self._place_of_unit(indicator, number, month, unit)
        county = next(
            (one for one in self._counties if number.after.startswith((one, f"的{one}"))),
            last_of(self._counties, number.before),
        )
        ranking = self._board.rankings.latest(indicator, month)
        if ranking is None or _has(number.before, "目标", "争取", "力争", "前"):
            return None
        if named := _BULLETIN.match(number.after):
            bulletin_month = date(int(named[1] or month.year), int(named[2]), 1)
            ranking = self._board.rankings.latest(indicator, bulletin_month)
            if ranking is None or ranking.bulletin_month != bulletin_month:
                return None
        home = ranking.home
        row = next((one for one in ranking.rows if one.county == county), None) if county else home
        if row is None or row.rank is None:
            return None
        bulletin = f"{month_text(ranking.bulletin_month)}通报"
        return _place_fact(number, row.rank, f"{county}位次（{bulletin}）")

    def _place_of_unit(
        self, indicator: Indicator, number: Number, month: date, unit: str
    ) -> Fact | None:
        """Among departments or townships, as 单位晾晒 ranks them."""
        if not number.before.endswith(unit):
            return None
        kind = next(one.kind for one in self._board.roster().units if one.name == unit)
        key = kind, indicator.key, month
        if key not in self._of_units:
            self._of_units[key] = {
                row.name: row.rank for row in by_unit.rows(self._board, kind, indicator, month)
            }
        rank = self._of_units[key].get(unit)
        if rank is None:
            return None
        return _place_fact(number, rank, f"{unit}位次（{SOURCES[OWN]}）")

    # -- counts ----------------------------------------------------------------------------

    def _count(self, indicator: Indicator, number: Number, month: date) -> Fact | None:
        standing = self._board.cards.standing(indicator, month)
        headline, missing = standing.headline, indicators.missing_list_of(indicator)
        unit = self._unit(number)
        if unit:
            return self._of_unit(missing, number, month, unit) if missing else None
        if _has(number.before, "还差", "还需", "尚差"):
            wanting = standing.items_missing
            if wanting is None or headline is None or "第" in number.sentence[-12:]:
                return None
            return _fact(number, f"{wanting}{indicator.unit}", wanting, "距目标", _source(headline))
        if _has(number.before + number.after, "新增", "解决", "整改", "较", "增加", "减少"):
            return None
        is_missing = indicator.missing_word in number.before + number.after
        if is_missing or _has(number.before, "仍有", "尚有", "还有"):
            count = self._board.lists.count(missing, month) if missing else None
            if count is not None and missing:
                text = f"{count:,}{indicator.unit}"
                return _fact(number, text, count, missing.name, SOURCES[OWN])
            if headline is None or headline.missing is None:
                return None
            text = f"{headline.missing:,}{indicator.unit}"
            source = _source(headline)
            return _fact(number, text, headline.missing, indicator.missing_word, source)
        return None

    def _of_list(self, subject: ProblemList, number: Number, month: date) -> Fact | None:
        if number.kind != numbers.COUNT:
            return None
        unit = self._unit(number)
        if unit:
            return self._of_unit(subject, number, month, unit)
        if _has(number.before + number.after, "新增", "解决", "整改", "较"):
            return None
        count = self._board.lists.count(subject, month)
        if count is None:
            return None
        measure = indicators.by_key(subject.indicator).unit
        return _fact(number, f"{count:,}{measure}", count, subject.name, SOURCES[OWN])

    def _unit(self, number: Number) -> str:
        """The unit of the roster that a number stands directly behind: A局（9项）, A局9项."""
        names = [unit.name for unit in self._board.roster().units]
        before = _ASIDE.sub("", number.before).rstrip("（(有为共 ")
        return max((name for name in names if before.endswith(name)), key=len, default="")

    def _of_unit(self, subject: ProblemList, number: Number, month: date, unit: str) -> Fact | None:
        if self._board.lists.count(subject, month) is None:
            return None
        split = self._board.lists.split(subject, month)
        count = dict(zip(split["unit"], map(int, split["missing"]))).get(unit, 0)
        measure = indicators.by_key(subject.indicator).unit
        what = f"{unit}{subject.name}"
        return _fact(number, f"{count:,}{measure}", count, what, SOURCES[OWN])


def _spelled(roster: Roster) -> dict[str, str]:
    """What a unit is called in a text → its name."""
    found = {
        text: unit.name
        for unit in roster.units
        for text in (*unit.short_names, naming.in_short(roster, unit.name))
        if len(text) >= _SHORTEST
    }
    return found | {unit.name: unit.name for unit in roster.units}


def _is_directly(number: Number, unit: str, *names: str) -> bool:
    """Whether between the unit and its number stand no more than these names and a verb."""
    rest = number.before.rpartition(unit)[2]
    for name in names:
        rest = rest.replace(name, "")
    return _DIRECTLY.fullmatch(rest) is not None


def _fact(number: Number, text: str, value: Decimal | int, what: str, source: str) -> Fact:
    return Fact(text, number.value == value, f"{what}（{source}）" if source else what)


def _place_fact(number: Number, rank: rates.Rank, what: str) -> Fact:
    """The place, and where the paper says among how many, that too."""
    of = number.counts[1]
    is_met = number.value == rank.place and ("并列" not in number.text or rank.is_tied)
    return Fact(
        rates.rank_of(rank) if of and of != rank.of else rates.rank_prose(rank),
        is_met and of in (0, rank.of),
        what,
    )


def _source(value: Value) -> str:
    return f"{month_text(value.month)}{value.source_name}"


def _has(text: str, *words: str) -> bool:
    return any(word in text for word in words)
