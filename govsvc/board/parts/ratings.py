"""`board.ratings`: 好差评 by month and from January on."""

from collections.abc import Sequence
from datetime import date

from govsvc.board import contradictions
from govsvc.board.bad_rating_period import BadRatingPeriod
from govsvc.board.contradictions import Contradictions
from govsvc.board.rating_period import RatingPeriod
from govsvc.board.version_data import VersionData
from govsvc.domain.entries import COUNTED, Entry
from govsvc.domain.feedback import (
    ONE_BAD,
    BadRating,
    FeedbackSettings,
    RatingClock,
    RatingCount,
    bad_rating_of,
    cases_key,
    handled_rating_of,
    rating_count_of,
)
from govsvc.domain.indicators import BAD_RATINGS, CASES, ITEMS, RATINGS
from govsvc.domain.months import months_between

#: the counts, the 差评, and how many rows were not understood
_Read = tuple[list[RatingCount], list[BadRating], int]


class Ratings:
    """Ratings of each month; nothing is carried over from one to the next."""

    def __init__(self, data: VersionData):
        self._data = data
        self._ratings: dict[date, _Read] = {}

    def months(self) -> list[date]:
        """The months with ratings, the latest first."""
        by_kind = self._data.months_by_kind
        return sorted({*by_kind.get(RATINGS, ()), *by_kind.get(BAD_RATINGS, ())}, reverse=True)

    def period(self, month: date, is_cumulative: bool = False) -> RatingPeriod:
        """The month, or January to the month. Units go by their names in that month."""
        first = date(month.year, 1, 1) if is_cumulative else month
        return self._of(months_between(first, month))

    def bad(self, month: date, day: date, is_cumulative: bool = False) -> BadRatingPeriod:
        """The 差评台账 of the month, or of January to the month, as it stands on a day."""
        of_exports = self.period(month, is_cumulative)
        store = self._data.store
        read = [
            entry
            for of_month in of_exports.months
            for entry in store.rows.entries(BAD_RATINGS, of_month)
        ]
        return BadRatingPeriod(
            of_exports.months,
            [handled_rating_of(entry) for entry in read if entry.status == COUNTED],
            of_exports.bad,
            RatingClock(day, store.rectification.calendar(), of_exports.settings),
            sum(entry.status != COUNTED for entry in read),
        )

    def contradictions(self, month: date, is_cumulative: bool = False) -> Contradictions:
        """差评 against what was reported of their items in the same month."""
        period = self.period(month, is_cumulative)
        months = {one.month for one in period.bad}
        rows = self._data.store.rows
        return contradictions.find(
            period.bad,
            {of_month: list(rows.entries(ITEMS, of_month)) for of_month in months},
            {of_month: list(rows.entries(CASES, of_month)) for of_month in months},
        )

    def _of(self, months: Sequence[date]) -> RatingPeriod:
        stored = self._data.store.settings.all()
        read = [self._of_month(month) for month in months]
        return RatingPeriod(
            months,
            [one for counts, _, _ in read for one in counts],
            [one for _, bad, _ in read for one in bad],
            {
                month: int(stored[key])
                for month in months
                if stored.get(key := cases_key(month), "").isdecimal()
            },
            FeedbackSettings.of(stored),
            sum(left_out for _, _, left_out in read),
        )

    def _of_month(self, month: date) -> _Read:
        if month not in self._ratings:
            entries = list(self._data.store.rows.entries(RATINGS, month))
            counted = [entry for entry in entries if entry.status == COUNTED]
            self._ratings[month] = (
                [rating_count_of(entry) for entry in counted if not _is_bad(entry)],
                [bad_rating_of(entry) for entry in counted if _is_bad(entry)],
                sum(int(entry.attributes["count"]) for entry in entries if entry.status != COUNTED),
            )
        return self._ratings[month]


def _is_bad(entry: Entry) -> bool:
    return entry.attributes["of"] == ONE_BAD
