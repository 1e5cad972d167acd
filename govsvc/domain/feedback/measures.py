"""What a period measure is, the settings that shape it, and its value over a period.

The measures themselves are in `measure_definitions`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from govsvc.domain import rates
from govsvc.domain.feedback.intervals import Interval, is_whole, wilson
from govsvc.domain.months import month_text

#: name of a count → how many; a count that is not there is unknown
Counts = Mapping[str, int]
#: of measures that compare parts of a period with all of it
OF_GROUPS = "groups"
PHONE, RATINGS, BAD_RATINGS, QUESTIONNAIRE = "phone", "ratings", "bad_ratings", "questionnaire"
#: measures of cases (办件), from the counts that 办件量统计 holds
OF_CASES = "of_cases"
#: where the counts come from: mostly where people say it
CHANNELS = {
    OF_CASES: "办件",
    PHONE: "电话回访",
    RATINGS: "好差评",
    BAD_RATINGS: "差评整改",
    QUESTIONNAIRE: "问卷",
}
#: fewer than so many answers are not ranked (最小样本)
LEAST_SAMPLE = 30


@dataclass(frozen=True)
class Setting:
    """A definition that counties disagree on. `choices`: value → its name; the first is the
    default.
    """

    key: str
    name: str
    choices: Mapping[str, str]

    @property
    def default(self) -> str:
        return next(iter(self.choices))


#: which levels of a rating count as satisfied
SATISFIED_AS = Setting(
    "feedback_satisfied",
    "满意率计算口径",
    {
        "three": "非常满意、满意、基本满意计为满意",
        "two": "非常满意、满意计为满意，基本满意不计",
        "weighted": "基本满意按0.9计",
    },
)
#: of what 主动评价率 is the share; where 办件量 is unknown it is of all ratings
ACTIVE_OF = Setting(
    "feedback_active",
    "主动评价率分母",
    {"cases": "办件量", "ratings": "全部评价（含默认评价）"},
)
#: whether ratings that the platform filled in after silence count
DEFAULT_RATINGS = Setting(
    "feedback_default_ratings",
    "默认评价",
    {"out": "不计默认评价", "in": "计入默认评价"},
)
#: which of several ratings of one case count
REPEATED = Setting(
    "feedback_repeated",
    "追评",
    {
        "last": "一件多次评价的，按最后一次计",
        "first": "一件多次评价的，按第一次计",
        "both": "一件多次评价的，每次都计",
    },
)
#: what the days of the deadline of a 差评 are
BAD_DAYS_IN = Setting(
    "feedback_bad_days_in", "差评整改时限按", {"workdays": "工作日", "days": "自然日"}
)
SETTINGS: tuple[Setting, ...] = (
    SATISFIED_AS,
    ACTIVE_OF,
    DEFAULT_RATINGS,
    REPEATED,
    BAD_DAYS_IN,
)
#: settings of days: key → (name, default); contact is always in workdays
BAD_DAYS, CONTACT_DAYS = "feedback_bad_days", "feedback_contact_days"
DAYS = {BAD_DAYS: ("差评整改时限", 15), CONTACT_DAYS: ("差评首次联系时限（工作日）", 1)}
MOST_DAYS = 250
#: the setting of how many answers a rank needs
LEAST_SAMPLE_KEY, LEAST_SAMPLE_NAME = "feedback_least_sample", "最小样本（排名所需有效评价数）"
#: a larger number is a mistake
MOST_COUNT = 1_000_000


def population_key(month: date) -> str:
    """The key of the setting that keeps the 涉企办件数 of a month: 抽取比例 is a share of it."""
    return f"feedback_population_{month:%Y-%m}"


def population_name(month: date) -> str:
    """What that setting is called."""
    return f"{month_text(month)}涉企办件数"


def cases_key(month: date) -> str:
    """The key of the setting that keeps the 办件量 of a month: 评价率 is a share of it."""
    return f"feedback_cases_{month:%Y-%m}"


def cases_name(month: date) -> str:
    """What that setting is called."""
    return f"{month_text(month)}办件量"


@dataclass(frozen=True)
class Reading:
    """One way to compute a measure. `numerator`: count → its weight; `denominator`: counts, of
    which the sum is taken. `definition`: the same in words, as it stands beside the number.
    """

    numerator: Mapping[str, Fraction]
    denominator: tuple[str, ...]
    definition: str

    @property
    def counts(self) -> set[str]:
        return {*self.numerator, *self.denominator}


@dataclass(frozen=True)
class PeriodMeasure:
    """A share of sums of counts over a period. `readings`: value of `setting` → reading; one under
    "" where no setting shapes it. `unit`: measure word of its counts. `is_rating`: whether it is a
    share of what a sample said: it has an interval, and the least sample for a rank. `dimension`:
    the key of the one that it is of. `fewer_is_better`: whether a target is the most it may be.
    """

    key: str
    name: str
    channel: str
    readings: Mapping[str, Reading]
    unit: str = "件"
    setting: Setting | None = None
    is_rating: bool = False
    dimension: str = ""
    fewer_is_better: bool = False

    def reading(self, counts: Counts, settings: "FeedbackSettings") -> Reading:
        """The reading that holds; where a count of it is unknown, another that is known."""
        chosen = self.readings[settings.choice(self.setting) if self.setting else ""]
        if chosen.counts <= counts.keys():
            return chosen
        if self.setting is not ACTIVE_OF:
            return chosen
        others = (one for one in self.readings.values() if one.counts <= counts.keys())
        return next(others, chosen)


@dataclass(frozen=True)
class FeedbackSettings:
    """What the county chose. `chosen`: key of a setting → value; `least_sample`: from how many
    answers on a unit is ranked; `days`: key of `DAYS` → how many.
    """

    chosen: Mapping[str, str] = field(default_factory=dict)
    least_sample: int = LEAST_SAMPLE
    days: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> "FeedbackSettings":
        """Of the stored settings of the database; what is no choice is the default."""
        least = stored.get(LEAST_SAMPLE_KEY, "")
        return cls(
            {one.key: stored[one.key] for one in SETTINGS if stored.get(one.key) in one.choices},
            int(least) if least.isdecimal() else LEAST_SAMPLE,
            {key: int(stored[key]) for key in DAYS if stored.get(key, "").isdecimal()},
        )

    def days_of(self, key: str) -> int:
        """A setting of `DAYS`."""
        return self.days.get(key, DAYS[key][1])

    @property
    def bad_days(self) -> int:
        """Within how many days a 差评 is put right."""
        return self.days_of(BAD_DAYS)

    @property
    def contact_days(self) -> int:
        """Within how many workdays whoever gave it is contacted."""
        return self.days_of(CONTACT_DAYS)

    @property
    def counts_workdays(self) -> bool:
        return self.choice(BAD_DAYS_IN) == "workdays"

    @property
    def bad_days_text(self) -> str:
        """15个工作日，收到次日起算"""
        return f"{self.bad_days}个{self.choice_text(BAD_DAYS_IN)}，收到次日起算"

    def choice(self, setting: Setting) -> str:
        return self.chosen.get(setting.key, setting.default)

    def choice_text(self, setting: Setting) -> str:
        return setting.choices[self.choice(setting)]


@dataclass(frozen=True)
class MeasureValue:
    """A measure over a period. `numerator`, `denominator`: None where a count is unknown."""

    measure: PeriodMeasure
    numerator: Fraction | None
    denominator: int | None
    definition: str
    least_sample: int = LEAST_SAMPLE

    @property
    def published(self) -> Decimal | None:
        """The percent at two decimals by the rules of all rates; None where unknown or of none."""
        if self.numerator is None or not self.denominator:
            return None
        parts = self.numerator.denominator
        return rates.published(self.numerator.numerator, parts * self.denominator)

    @property
    def interval(self) -> Interval | None:
        """At 95 %; None where the measure is no rating, is weighted, or nothing is known."""
        if not self.measure.is_rating or self.numerator is None or self.denominator is None:
            return None
        return wilson(int(self.numerator), self.denominator) if is_whole(self.numerator) else None

    @property
    def is_small(self) -> bool:
        """Whether the sample is too small for a rank or a colour."""
        return self.measure.is_rating and (self.denominator or 0) < self.least_sample

    @property
    def fraction_text(self) -> str:
        """46/48, 45.7/48, — where unknown or of none."""
        if self.numerator is None or not self.denominator:
            return rates.UNKNOWN
        tenths = floor(self.numerator * 10 + Fraction(1, 2))
        whole, tenth = divmod(tenths, 10)
        met = rates.count_text(whole) + (f".{tenth}" if tenth else "")
        return f"{met}/{rates.count_text(self.denominator)}"


def value_of(
    measure: PeriodMeasure, counts: Counts, settings: FeedbackSettings = FeedbackSettings()
) -> MeasureValue:
    """The measure of these counts, which are sums over the period."""
    reading = measure.reading(counts, settings)
    if not reading.counts <= counts.keys():
        return MeasureValue(measure, None, None, reading.definition, settings.least_sample)
    numerator = sum((counts[key] * weight for key, weight in reading.numerator.items()), Fraction())
    denominator = sum(counts[key] for key in reading.denominator)
    return MeasureValue(measure, numerator, denominator, reading.definition, settings.least_sample)


def summed(parts: Iterable[Counts]) -> dict[str, int]:
    """The counts of several weeks, months or units together.

    A count that one of them does not know is unknown of all. Source: sum, then divide.
    """
    known = list(parts)
    if not known:
        return {}
    shared = set(known[0]).intersection(*known[1:])
    return {key: sum(one[key] for one in known) for key in known[0] if key in shared}


def composite(parts: Sequence[tuple[Fraction, MeasureValue]]) -> Decimal | None:
    """综合满意度: the mean of rates by the weights of a document, at two decimals; None where one
    of them is unknown.
    """
    total, together = Fraction(), Fraction()
    for weight, value in parts:
        if value.numerator is None or not value.denominator:
            return None
        together += weight * value.numerator / value.denominator
        total += weight
    return rates.published(together.numerator, together.denominator * int(total)) if total else None
