"""好差评 over one month or 1—N月: counts, measures, channels, units, reasons, the 差评."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from govsvc.domain import rates
from govsvc.domain.feedback import (
    BAD,
    OF_ITEM,
    OF_REASON,
    OF_WINDOW,
    PLACES,
    RATINGS,
    REPEATED,
    TURNS,
    BadRating,
    Counts,
    FeedbackSettings,
    MeasureValue,
    RatingCount,
    by_key,
    counts_of_ratings,
    measures_of,
    rating_channel,
    summed,
    value_of,
)
from govsvc.domain.feedback.ratings import LONE
from govsvc.domain.months import period_text
from govsvc.domain.rates import Rank, count_text, percent_text

#: the measure that units are ranked by
GOOD = "ratings.good"
#: what stands where a rank would
SMALL = "样本不足"
_TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class RatedGroup:
    """What was rated under one name: a unit, a channel, a place. `share`: of all active ratings.
    `rank`: None where the sample is too small, the group is alone, or none is given.
    """

    name: str
    counts: Counts
    value: MeasureValue
    share: MeasureValue
    rank: Rank | None = None

    @property
    def rank_text(self) -> str:
        return SMALL if self.value.is_small else rates.rank_text(self.rank)


@dataclass(frozen=True)
class ReasonCount:
    """How often a reason was given of a unit."""

    unit: str
    code: str
    count: int


@dataclass(frozen=True)
class RatingPeriod:
    """Ratings of some months. `read`, `bad_read`: all that is stored, whatever ratings of a case
    count. `cases`: month → 办件量, of the months that know it. `left_out`: rows that were not
    understood and do not count.
    """

    months: Sequence[date]
    read: Sequence[RatingCount]
    bad_read: Sequence[BadRating]
    cases: Mapping[date, int]
    settings: FeedbackSettings
    left_out: int = 0

    @property
    def is_held(self) -> bool:
        """Whether there are ratings at all."""
        return bool(self.read)

    @cached_property
    def ratings(self) -> list[RatingCount]:
        """The counts that count by the setting of 追评."""
        turns = TURNS[self.settings.choice(REPEATED)]
        return [one for one in self.read if one.turn in turns]

    @property
    def bad(self) -> list[BadRating]:
        """The 差评 that count, the latest first."""
        turns = TURNS[self.settings.choice(REPEATED)]
        found = [one for one in self.bad_read if one.turn in turns]
        return sorted(found, key=lambda one: (one.day or one.month, one.row), reverse=True)

    @property
    def lone_repeats(self) -> int:
        """追评 whose first rating is in no export of their month: it counts in its own."""
        return sum(one.count for one in self.read if one.of == OF_ITEM and one.turn == LONE)

    @cached_property
    def held(self) -> tuple[date, ...]:
        """Its months that have ratings."""
        known = {one.month for one in self.read}
        return tuple(month for month in self.months if month in known)

    @cached_property
    def counts(self) -> dict[str, int]:
        """The sums over its months; those without ratings are not among them."""
        return summed(map(self._of_month, self.held))

    def _of_month(self, month: date) -> dict[str, int]:
        counts = counts_of_ratings(one for one in self._of_items if one.month == month)
        known = self.cases.get(month)
        return counts | ({"cases": known} if known is not None else {})

    @cached_property
    def _of_items(self) -> list[RatingCount]:
        return [one for one in self.ratings if one.of == OF_ITEM]

    def value(self, key: str) -> MeasureValue:
        """One measure. Raises KeyError where there is none of that key."""
        return value_of(by_key(key), self.counts, self.settings)

    @cached_property
    def values(self) -> list[MeasureValue]:
        """All measures of ratings, in their order."""
        return [value_of(one, self.counts, self.settings) for one in measures_of(RATINGS)]

    @property
    def bad_per_10000(self) -> str:
        """万件差评数 at two decimals, — where there are no active ratings."""
        active, bad = self.counts.get("active", 0), self.counts.get("bad", 0)
        if not active:
            return rates.UNKNOWN
        hundredths = (bad * _TEN_THOUSAND * 200 + active) // (2 * active)
        return f"{hundredths // 100}.{hundredths % 100:02d}"

    def _groups(
        self, of: Iterable[RatingCount], name: Callable[[RatingCount], str]
    ) -> list[RatedGroup]:
        of_name: dict[str, list[RatingCount]] = {}
        for one in of:
            of_name.setdefault(name(one), []).append(one)
        measure, share = by_key(GOOD), by_key("ratings.share")
        groups = []
        for known, found in of_name.items():
            counts = counts_of_ratings(found)
            of_all = {"part": counts["active"], "active": self.counts["active"]}
            groups.append(
                RatedGroup(
                    known,
                    counts,
                    value_of(measure, counts, self.settings),
                    value_of(share, of_all, self.settings),
                )
            )
        return groups

    @cached_property
    def channels(self) -> list[RatedGroup]:
        """Ratings by 评价渠道 without those by default, the most first."""
        active = (one for one in self._of_items if not one.is_default)
        found = self._groups(active, lambda one: rating_channel(one.channel).name)
        return sorted(found, key=lambda one: -one.counts["active"])

    @cached_property
    def places(self) -> list[RatedGroup]:
        """Ratings in the hall, online and elsewhere, in that order."""
        active = (one for one in self._of_items if not one.is_default)
        found = self._groups(active, lambda one: rating_channel(one.channel).place)
        by_place = {one.name: one for one in found}
        return [by_place[place.key] for place in PLACES if place.key in by_place]

    @cached_property
    def units(self) -> list[RatedGroup]:
        """The units that were rated; those that can be ranked first, the weakest of them at the
        end, the others by their ratings.
        """
        found = self._groups(self._of_items, lambda one: one.unit)
        ranks = rates.ranks(
            {one.name: None if one.value.is_small else one.value.published for one in found}
        )
        ranked = [
            RatedGroup(one.name, one.counts, one.value, one.share, ranks[one.name]) for one in found
        ]
        return sorted(
            ranked,
            key=lambda one: (
                one.value.is_small,
                one.rank.place if one.rank else 0,
                -(one.value.denominator or 0),
                one.name,
            ),
        )

    @cached_property
    def bad_reasons(self) -> list[ReasonCount]:
        """Why units were rated badly, the most frequent first."""
        counts: Counter[tuple[str, str]] = Counter()
        for one in self.ratings:
            if one.of == OF_REASON and one.level in BAD:
                counts[one.unit, one.reason] += one.count
        found = [ReasonCount(unit, code, count) for (unit, code), count in counts.items()]
        return sorted(found, key=lambda one: (-one.count, one.code, one.unit))

    def of_windows(self) -> list[RatingCount]:
        """The counts of ratings and of reasons by window that count."""
        return [one for one in self.ratings if one.of in (OF_WINDOW, OF_REASON)]

    @property
    def name(self) -> str:
        """2026年9月, 2026年1—9月."""
        return period_text(self.months)

    @property
    def sentence(self) -> str:
        """What a report says of the period."""
        if not self.is_held:
            return f"{self.name}没有好差评数据。"
        counts, value = self.counts, self.value(GOOD)
        by_default = count_text(counts["default"])
        default = f"，另有系统默认评价{by_default}条" if counts["default"] else ""
        return (
            f"{self.name}收到主动评价{count_text(counts['active'])}条{default}，"
            f"好评率{percent_text(value.published)}（{value.fraction_text}），"
            f"差评{count_text(counts['bad'])}条。"
        )
