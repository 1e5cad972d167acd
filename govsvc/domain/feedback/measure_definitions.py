"""The period measures of what people say: each a share of sums of named counts over a period.

Everything else iterates `MEASURES`; a new one is added here alone. A measure that a setting shapes
has one reading a choice of it, and names it beside the number.
"""

from fractions import Fraction

from govsvc.domain.feedback.calls import (
    BASIC,
    DIMENSION_LEVELS,
    DIMENSIONS,
    DISSATISFIED,
    LEVELS,
    SATISFIED,
    VALID,
    VERY_DISSATISFIED,
    VERY_SATISFIED,
)
from govsvc.domain.feedback.measures import (
    ACTIVE_OF,
    BAD_RATINGS,
    DEFAULT_RATINGS,
    OF_CASES,
    OF_GROUPS,
    PHONE,
    QUESTIONNAIRE,
    RATINGS,
    SATISFIED_AS,
    PeriodMeasure,
    Reading,
)
from govsvc.domain.indicators.case_counts import (
    CERTIFICATES_ISSUED,
    DECIDED_ELSEWHERE,
    DECIDED_IN_TIME,
    E_CERTIFICATES_ISSUED,
    E_CERTIFICATES_USED,
    HALL_DECIDED,
    ONE_WINDOW_ACCEPTED,
    ONLINE_ACCEPTED,
    TOTAL_ACCEPTED,
    TOTAL_DECIDED,
)


def _one(
    numerator: tuple[str, ...], denominator: tuple[str, ...], definition: str
) -> dict[str, Reading]:
    return {"": _reading(numerator, denominator, definition)}


def _reading(numerator: tuple[str, ...], denominator: tuple[str, ...], definition: str) -> Reading:
    return Reading(dict.fromkeys(numerator, Fraction(1)), denominator, definition)


_THREE, _TWO = (VERY_SATISFIED, SATISFIED, BASIC), (VERY_SATISFIED, SATISFIED)
_TENTHS = Fraction(9, 10)


def _satisfied(denominator: tuple[str, ...], of: str) -> dict[str, Reading]:
    """The readings of `SATISFIED_AS`. `of`: the denominator in words."""
    weights = {VERY_SATISFIED: Fraction(1), SATISFIED: Fraction(1), BASIC: _TENTHS}
    return {
        "three": _reading(_THREE, denominator, f"（非常满意+满意+基本满意）/{of}"),
        "two": _reading(_TWO, denominator, f"（非常满意+满意）/{of}，基本满意不计为满意"),
        "weighted": Reading(weights, denominator, f"（非常满意+满意+基本满意×0.9）/{of}"),
    }


_ACTIVE = tuple(level.key for level in LEVELS)
_RATED = "active"
_UPHELD = ("closed_in_time", "closed_late", "open_overdue", "open_not_due")

_PHONE: tuple[PeriodMeasure, ...] = (
    PeriodMeasure(
        "phone.drawn", "抽取比例", PHONE, _one(("drawn",), ("population",), "抽取数/涉企办件数")
    ),
    PeriodMeasure(
        "phone.dialled", "回访率", PHONE, _one(("dialled",), ("drawn",), "拨打数/抽取数")
    ),
    PeriodMeasure(
        "phone.reached", "接通率", PHONE, _one(("reached",), ("dialled",), "接通数/拨打数")
    ),
    PeriodMeasure(
        "phone.valid", "有效率", PHONE, _one((VALID,), ("dialled",), "有效回访数/拨打数")
    ),
    PeriodMeasure(
        "phone.satisfied",
        "总体满意率",
        PHONE,
        _satisfied((VALID,), "有效回访"),
        setting=SATISFIED_AS,
        is_rating=True,
    ),
    *(
        PeriodMeasure(
            f"phone.{one.key}",
            f"{one.name}满意率",
            PHONE,
            _one(
                (f"{one.key}.{SATISFIED}", f"{one.key}.{BASIC}"),
                tuple(f"{one.key}.{level}" for level in DIMENSION_LEVELS),
                "（满意+基本满意）/回答了这一项的有效回访",
            ),
            is_rating=True,
            dimension=one.key,
        )
        for one in DIMENSIONS
    ),
)
_OF_RATINGS: tuple[PeriodMeasure, ...] = (
    PeriodMeasure(
        "ratings.rated",
        "评价率",
        RATINGS,
        _one(("ratings",), ("cases",), "评价数（含默认）/办件量"),
    ),
    PeriodMeasure(
        "ratings.active",
        "主动评价率",
        RATINGS,
        {
            "cases": _reading((_RATED,), ("cases",), "主动评价/办件量"),
            "ratings": _reading((_RATED,), ("ratings",), "主动评价/全部评价（含默认评价）"),
        },
        setting=ACTIVE_OF,
    ),
    PeriodMeasure(
        "ratings.share",
        "占比",
        OF_GROUPS,
        _one(("part",), ("active",), "本组主动评价/全部主动评价"),
    ),
    PeriodMeasure(
        "ratings.good",
        "好评率",
        RATINGS,
        {
            "out": _reading(_THREE, _ACTIVE, "（非常满意+满意+基本满意）/主动评价，不计默认评价"),
            "in": _reading(
                (*_THREE, "default"), (*_ACTIVE, "default"), "好评/全部评价，默认评价计为好评"
            ),
        },
        setting=DEFAULT_RATINGS,
        is_rating=True,
    ),
    PeriodMeasure(
        "ratings.good_strict",
        "好评率（不含基本满意）",
        RATINGS,
        _one(_TWO, _ACTIVE, "（非常满意+满意）/主动评价"),
        is_rating=True,
    ),
    PeriodMeasure(
        "ratings.bad",
        "差评率",
        RATINGS,
        _one((DISSATISFIED, VERY_DISSATISFIED), _ACTIVE, "（不满意+非常不满意）/主动评价"),
        is_rating=True,
        fewer_is_better=True,
    ),
)
_OF_BAD_RATINGS: tuple[PeriodMeasure, ...] = (
    PeriodMeasure(
        "bad.closed",
        "差评整改率",
        BAD_RATINGS,
        _one(("closed_in_time", "closed_late"), _UPHELD, "已整改/认定属实的差评"),
    ),
    PeriodMeasure(
        "bad.closed_in_time",
        "按期整改率",
        BAD_RATINGS,
        _one(
            ("closed_in_time",),
            ("closed_in_time", "closed_late", "open_overdue"),
            "按期整改/已整改或已到期的差评，未到期的不计",
        ),
    ),
    PeriodMeasure(
        "bad.called_back",
        "差评回访率",
        BAD_RATINGS,
        _one(("called_back",), ("named",), "已回访/认定属实的实名差评"),
    ),
    PeriodMeasure(
        "bad.content",
        "回访满意率",
        BAD_RATINGS,
        _one(("content",), ("called_back",), "认可/已回访"),
        is_rating=True,
    ),
)
_OF_QUESTIONNAIRES: tuple[PeriodMeasure, ...] = (
    PeriodMeasure(
        "questionnaire.returned",
        "回收率",
        QUESTIONNAIRE,
        _one(("returned",), ("handed_out",), "回收份数/发放份数"),
        "份",
    ),
    PeriodMeasure(
        "questionnaire.valid",
        "问卷有效率",
        QUESTIONNAIRE,
        _one((VALID,), ("returned",), "有效份数/回收份数"),
        "份",
    ),
    PeriodMeasure(
        "questionnaire.satisfied",
        "问卷满意率",
        QUESTIONNAIRE,
        _one(("content",), (VALID,), "满意份数/有效份数"),
        "份",
        is_rating=True,
    ),
)
_OF_CASE_COUNTS: tuple[PeriodMeasure, ...] = (
    PeriodMeasure(
        "cases.decided_in_hall",
        "现场办结率",
        OF_CASES,
        _one(
            (HALL_DECIDED,),
            (HALL_DECIDED, DECIDED_ELSEWHERE),
            "大厅办结/（大厅办结+大厅外办结）",
        ),
    ),
    PeriodMeasure(
        "cases.in_time",
        "按时办结率",
        OF_CASES,
        _one((DECIDED_IN_TIME,), (TOTAL_DECIDED,), "（办结总量-超期办结）/办结总量"),
    ),
    PeriodMeasure(
        "cases.online",
        "网上申办率",
        OF_CASES,
        _one((ONLINE_ACCEPTED,), (TOTAL_ACCEPTED,), "网上受理/办件总量（受理）"),
    ),
    PeriodMeasure(
        "cases.one_window",
        "一窗受理率（按办件）",
        OF_CASES,
        _one((ONE_WINDOW_ACCEPTED,), (TOTAL_ACCEPTED,), "综窗受理/办件总量（受理）"),
    ),
    PeriodMeasure(
        "cases.e_certificates",
        "电子证照同步签发率",
        OF_CASES,
        _one((E_CERTIFICATES_ISSUED,), (CERTIFICATES_ISSUED,), "电子证照签发数/证照签发数"),
        "本",
    ),
    PeriodMeasure(
        "cases.e_certificates_used",
        "用证率",
        OF_CASES,
        _one((E_CERTIFICATES_USED,), (TOTAL_ACCEPTED,), "用证办件/办件总量（受理）"),
    ),
)
MEASURES: tuple[PeriodMeasure, ...] = (
    *_OF_CASE_COUNTS,
    *_PHONE,
    *_OF_RATINGS,
    *_OF_BAD_RATINGS,
    *_OF_QUESTIONNAIRES,
)


def measures_of(channel: str) -> tuple[PeriodMeasure, ...]:
    """The measures of a channel, in order."""
    return tuple(one for one in MEASURES if one.channel == channel)


def by_key(key: str) -> PeriodMeasure:
    """The measure of that key. Raises KeyError where there is none."""
    for one in MEASURES:
        if one.key == key:
            return one
    raise KeyError(key)
