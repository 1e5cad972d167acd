"""`board.measures`: all period measures alike: over a month or from January on, their trends and
targets, and what is behind them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from govsvc.board import measure_rows
from govsvc.board.measure_points import MeasureStanding, Point, Trend
from govsvc.board.measure_rows import Behind
from govsvc.board.parts.feedback import Feedback
from govsvc.board.parts.questionnaires import Questionnaires
from govsvc.board.parts.ratings import Ratings
from govsvc.board.standing import target_in_force
from govsvc.board.version_data import VersionData
from govsvc.domain.feedback import (
    BAD_RATINGS,
    CHANNELS,
    OF_CASES,
    PHONE,
    QUESTIONNAIRE,
    RATINGS,
    VALID,
    Counts,
    FeedbackSettings,
    MeasureValue,
    PeriodMeasure,
    measure_definitions,
    summed,
    value_of,
    week_text,
)
from govsvc.domain.feedback.measure_targets import Gap, of_measures
from govsvc.domain.indicators import CASES
from govsvc.domain.months import month_before, month_text, months_between
from govsvc.domain.rows import Target

#: points of a trend
MOST_MONTHS, MOST_WEEKS = 13, 26
_WEEK = timedelta(days=7)


class Measures:
    """`day`: the 差评台账 stands differently on each day."""

    def __init__(
        self,
        data: VersionData,
        feedback: Feedback,
        ratings: Ratings,
        questionnaires: Questionnaires,
    ):
        self._data = data
        self._feedback, self._ratings = feedback, ratings
        self._questionnaires = questionnaires

    @property
    def settings(self) -> FeedbackSettings:
        return self._feedback.settings

    def targets(self) -> list[Target]:
        """The targets of all years."""
        return of_measures(self._data.targets)

    def months(self, channel: str) -> list[date]:
        """The months that have counts of a channel, the latest first."""
        if channel == PHONE:
            return self._feedback.months()
        if channel == QUESTIONNAIRE:
            return self._questionnaires.months()
        kind = {RATINGS: RATINGS, BAD_RATINGS: BAD_RATINGS, OF_CASES: CASES}[channel]
        return sorted(self._data.months_by_kind.get(kind, ()), reverse=True)

    def held(self) -> list[PeriodMeasure]:
        """The measures of channels that have any counts, in their order."""
        channels = {channel for channel in CHANNELS if self.months(channel)}
        return [one for one in measure_definitions.MEASURES if one.channel in channels]

    def value(
        self, measure: PeriodMeasure, month: date, day: date, is_cumulative: bool = False
    ) -> MeasureValue | None:
        """The measure over the month, or January to the month; None where nothing was held."""
        if measure.channel == OF_CASES:
            of_cases = self._feedback.of_cases(month, is_cumulative)
            found = [one.value for one in of_cases if one.value.measure == measure]
            return found[0] if found else None
        if measure.channel == QUESTIONNAIRE:
            return self._of_waves(measure, month, is_cumulative)
        counts = self._counts(measure.channel, month, day, is_cumulative)
        return None if counts is None else value_of(measure, counts, self.settings)

    def _of_waves(
        self, measure: PeriodMeasure, month: date, is_cumulative: bool
    ) -> MeasureValue | None:
        """Over the waves that have its counts; None where there was no wave."""
        waves = [one.wave.counts for one in self._questionnaires.waves(month, is_cumulative)]
        wanted = measure.reading({}, self.settings).counts
        known = [counts for counts in waves if wanted <= counts.keys()]
        return value_of(measure, summed(known), self.settings) if waves else None

    def _counts(self, channel: str, month: date, day: date, is_cumulative: bool) -> Counts | None:
        if channel == PHONE:
            calls = self._feedback.period(month, is_cumulative)
            return calls.counts if calls.is_held else None
        if channel == RATINGS:
            rated = self._ratings.period(month, is_cumulative)
            return rated.counts if rated.is_held else None
        handled = self._ratings.bad(month, day, is_cumulative)
        return handled.counts if handled.is_held else None

    def standings(
        self, month: date, day: date, is_cumulative: bool = False
    ) -> list[MeasureStanding]:
        """All measures that were held in the period, with their targets."""
        known = self.targets()
        values = (self.value(one, month, day, is_cumulative) for one in self.held())
        return [MeasureStanding(value, _gap(known, value, month)) for value in values if value]

    def by_month(self, measure: PeriodMeasure, month: date, day: date) -> Trend:
        """The months up to this one, from the first with counts on."""
        held = [one for one in self.months(measure.channel) if one <= month]
        months = months_between(held[-1], month)[-MOST_MONTHS:] if held else []
        points = [
            Point(month_text(one), one, self.value(measure, one, day) if one in held else None)
            for one in months
        ]
        return self._trend(measure, points, month)

    def by_week(self, measure: PeriodMeasure, month: date) -> Trend:
        """The weeks up to the last of this month that has calls; none but of calls."""
        if measure.channel != PHONE:
            return Trend(measure, ())
        weeks: dict[date, list[Counts]] = {}
        without, first = 0, month
        for _ in range(MOST_WEEKS // 4 + 1):
            period = self._feedback.period(first)
            counted = period.by_week()
            drawn = {one.week: one.population for one in self._feedback.draws(first)}
            for week, counts in counted.items():
                known = {"population": drawn[week]} if week in drawn else {}
                weeks.setdefault(week, []).append({**counts, **known})
            if period.is_held:
                of_weeks = sum(counts.get(VALID, 0) for counts in counted.values())
                without += period.counts.get(VALID, 0) - of_weeks
            first = month_before(first)
        if not weeks:
            return Trend(measure, (), without_week=without)
        shown = [min(weeks)]
        while shown[-1] < max(weeks):
            shown.append(shown[-1] + _WEEK)
        points = [
            Point(
                week_text(week),
                week,
                value_of(measure, summed(weeks[week]), self.settings) if week in weeks else None,
            )
            for week in shown[-MOST_WEEKS:]
        ]
        return self._trend(measure, points, month, without)

    def _trend(
        self, measure: PeriodMeasure, points: Sequence[Point], month: date, without: int = 0
    ) -> Trend:
        known = self.targets()
        values = [point.value for point in points if point.value]
        gap = _gap(known, values[-1], month) if values else None
        aims = [target_in_force(known, measure.key, point.start) for point in points]
        return Trend(measure, points, gap, without, [aim.value if aim else None for aim in aims])

    def behind(
        self, measure: PeriodMeasure, month: date, day: date, is_cumulative: bool = False
    ) -> list[Behind]:
        """The rows that the number of a period is counted of, a table each."""
        makers: Mapping[str, Callable[[], list[Behind]]] = {
            PHONE: lambda: measure_rows.of_calls(self._feedback.period(month, is_cumulative)),
            RATINGS: lambda: measure_rows.of_ratings(self._ratings.period(month, is_cumulative)),
            BAD_RATINGS: lambda: measure_rows.of_bad(self._ratings.bad(month, day, is_cumulative)),
            QUESTIONNAIRE: lambda: measure_rows.of_waves(
                self._questionnaires.waves(month, is_cumulative)
            ),
            OF_CASES: lambda: measure_rows.of_cases(
                measure, self._feedback.case_tables(month, is_cumulative)
            ),
        }
        return makers[measure.channel]()


def _gap(known: Sequence[Target], value: MeasureValue, month: date) -> Gap | None:
    target = target_in_force(list(known), value.measure.key, month)
    return Gap(target, value) if target else None
