"""The template of what people say (群众评价模板): a sheet a kind, in the columns that are read."""

from collections.abc import Sequence
from dataclasses import dataclass

from govsvc.documents.template import book
from govsvc.documents.template.book import FillIn, Reading
from govsvc.documents.template.fields import NO, YES, Names
from govsvc.domain.feedback import (
    DIMENSION_FIELDS,
    DIMENSION_LEVELS,
    DIMENSIONS,
    LEVELS,
    NOT_DIALLED,
    OUTCOME,
    OUTCOMES,
    OVERALL,
    RATING_CHANNELS,
    TOTAL_COUNTS,
    VALID,
    level_name,
)
from govsvc.domain.feedback.questionnaires import HANDED_OUT, RETURNED
from govsvc.domain.indicators import (
    BAD_RATINGS,
    CALL_TOTALS,
    CALLS,
    KINDS,
    QUESTIONNAIRES,
    RATINGS,
    WINDOW_SCORES,
)
from govsvc.domain.own_sheets import CHOICES, EXAMPLES, EXAMPLES_TITLE, EXPLANATION
from govsvc.exports import export
from govsvc.sheets.cells import vocabulary

TITLE = "群众评价模板"
KINDS_OF_FEEDBACK = (
    CALLS,
    CALL_TOTALS,
    RATINGS,
    BAD_RATINGS,
    QUESTIONNAIRES,
    WINDOW_SCORES,
)
_READING_WIDTHS, _EXAMPLE_WIDTHS = (26, 70, 40), (26, 40)
_LEVEL_NAMES = tuple(one.name for one in LEVELS)
_OF_DIMENSION = tuple(level_name(level) for level in DIMENSION_LEVELS)
_MONTH = "数据所属的月份，写作 2026年10月。"
_UNIT = "承办的部门，写法与单位名录一致。"
_CASE = "只用来识别同一办件，只保存加密摘要；没有的留空。"
_COUNT = "件数，整数，没有的填0，不知道的删掉这一列。"


@dataclass(frozen=True, slots=True)
class Column:
    """`field`: as the reader names it. `choices`: of the drop-down; `example`: a cell that is
    read without an error.
    """

    kind: str
    field: str
    meaning: str
    example: str
    choices: tuple[str, ...] = ()
    is_required: bool = False
    of_units: bool = False

    @property
    def header(self) -> str:
        return vocabulary.FIELDS[self.kind][self.field][0]

    @property
    def synonyms(self) -> tuple[str, ...]:
        """Other headers that the reader takes for this one."""
        return vocabulary.FIELDS[self.kind][self.field][1:]

    def offered(self, names: Names) -> tuple[str, ...]:
        """What the drop-down offers."""
        return names.departments if self.of_units else self.choices


def _calls() -> list[Column]:
    def of(field: str, meaning: str, example: str, *choices: str, is_required=False) -> Column:
        return Column(CALLS, field, meaning, example, choices, is_required)

    outcomes = [one.name for one in OUTCOMES if one.key != NOT_DIALLED]
    return [
        of("called_on", "写作 2026-10-12。一张表放一周或一个月。", "2026-10-12", is_required=True),
        of("case", _CASE, "YX2026000001"),
        of("name", "办理的事项。", "企业设立登记"),
        Column(CALLS, "unit", _UNIT, "公安局", is_required=True, of_units=True),
        of(
            OUTCOME,
            "没有接通、拒访等从下拉选项里选；有总体评价的就是有效回访。",
            "有效回访",
            *outcomes,
        ),
        *(
            of(DIMENSION_FIELDS[one.key], "没有回答的留空。", "满意", *_OF_DIMENSION)
            for one in DIMENSIONS
        ),
        of(OVERALL, "五级评价；不要只写数字。", "非常满意", *_LEVEL_NAMES, is_required=True),
        of("text", "原话；电话号码会遮盖。", "希望增加窗口"),
        of(
            "caller_unit",
            "回访人所在单位；与承办单位相同的记为本单位自访。",
            "行政审批和政务服务局",
        ),
        of("note", "需要说明的写在这里。不要写姓名和电话。", ""),
    ]


def _totals() -> list[Column]:
    examples = {
        "drawn": "20",
        "dialled": "20",
        VALID: "12",
        "very_satisfied": "9",
        "satisfied": "2",
    }
    examples |= {"basic": "1", "dissatisfied": "0", "very_dissatisfied": "0", "texts": "3"}
    return [
        Column(CALL_TOTALS, "month", _MONTH, "2026年10月", is_required=True),
        Column(CALL_TOTALS, "week_said", "哪一周；整月的删掉这一列。", "10.12-10.16"),
        Column(CALL_TOTALS, "unit", "全县合在一起的删掉这一列。", "公安局", of_units=True),
        *(
            Column(CALL_TOTALS, one.field, _COUNT, examples[one.key], (), one.key == VALID)
            for one in TOTAL_COUNTS
            if one.key in examples
        ),
    ]


def _ratings() -> list[Column]:
    def of(field: str, meaning: str, example: str, *choices: str, is_required=False) -> Column:
        return Column(RATINGS, field, meaning, example, choices, is_required)

    return [
        of("case", _CASE, "YX2026000001"),
        of("item_code", "用来与事项清单比对，按文本填写。", "11999923MB0000100Y4700100000001"),
        of("name", "评价的事项。", "户口登记"),
        Column(RATINGS, "unit", _UNIT, "公安局", is_required=True, of_units=True),
        of("window", "窗口评价按它分组；没有的留空。", "户政窗口"),
        of("rated_by", "从下拉选项里选，或 1—5。", "PC端", *(one.name for one in RATING_CHANNELS)),
        of(
            "rating",
            "五级评价；只写数字的，导入时要说明一次。",
            "满意",
            *_LEVEL_NAMES,
            is_required=True,
        ),
        of("reasons", "三位编码，几个的用逗号隔开。", "413"),
        of("text", "原话；电话号码会遮盖。", ""),
        of("rated_on", "写作 2026-10-12 或带时间。", "2026-10-12", is_required=True),
        of("times", "1是首次，2是追评。", "1", "1", "2"),
        of("is_default", "系统默认的填 是，单独列出，不进比率。", NO, YES, NO),
    ]


def _bad_ratings() -> list[Column]:
    def of(field: str, meaning: str, example: str, *choices: str, is_required=False) -> Column:
        return Column(BAD_RATINGS, field, meaning, example, choices, is_required)

    return [
        of("month", _MONTH, "2026年10月", is_required=True),
        of("case", "与评价明细对应；没有的只按台账计。", "YX2026000009"),
        of("name", "评价的事项。", "户口登记"),
        Column(BAD_RATINGS, "unit", _UNIT, "公安局", is_required=True, of_units=True),
        of("rating", "不满意 或 非常不满意。", "不满意", *_LEVEL_NAMES[-2:]),
        of("reasons", "三位编码，几个的用逗号隔开。", "209"),
        of("text", "原话；电话号码会遮盖。", "等了两个星期"),
        of("received_on", "时限从次日起算。", "2026-10-12", is_required=True),
        of("contacted_on", "首次联系评价人的日期，没有的留空。", "2026-10-13"),
        of("verdict", "不属实、误评、恶意的不计入。", "属实", "属实", "不属实"),
        of("result", "整改好了没有。", "已整改", "已整改", "整改中", is_required=True),
        of("closed_on", "没有整改好的留空。", "2026-10-20"),
        of("is_called_back", "整改后有没有回访评价人。", YES, YES, NO),
        of("is_content", "没有回访的留空。", "认可", "认可", "不认可"),
    ]


def _questionnaires() -> list[Column]:
    counts = {"very_satisfied": "150", "satisfied": "30", "basic": "7", "dissatisfied": "4"}
    counts["very_dissatisfied"] = "2"
    known = {HANDED_OUT: "220", RETURNED: "201", VALID: "193"} | counts
    return [
        Column(QUESTIONNAIRES, "month", _MONTH, "2026年10月", is_required=True),
        Column(QUESTIONNAIRES, "wave", "这一次问卷的名称。", "2026年下半年满意度问卷"),
        Column(QUESTIONNAIRES, "way", "现场发放、二维码、委托第三方等。", "现场发放"),
        Column(QUESTIONNAIRES, "question", "一题一行；总体满意度一行必填。", "总体满意度"),
        *(
            Column(QUESTIONNAIRES, field, "份数，整数。", example, (), field == VALID)
            for field, example in known.items()
        ),
    ]


def _scores() -> list[Column]:
    def of(field: str, meaning: str, example: str, is_required=False) -> Column:
        return Column(WINDOW_SCORES, field, meaning, example, (), is_required)

    return [
        of("month", _MONTH, "2026年10月", True),
        Column(
            WINDOW_SCORES, "unit", "窗口所属的部门。", "公安局", is_required=True, of_units=True
        ),
        of("window", "窗口名称或编号。", "户政窗口", True),
        of("base", "从多少分起扣；没有这一列的按100分。", "100"),
        of("deducted", "扣分合计。各项扣分可另加列，原样显示。", "1.5"),
        of("reason", "扣分的原因。不要写姓名。", "迟到一次"),
        of("score", "最后得分，按它显示。", "98.5", True),
        of("award", "红旗窗口、等次等，原样显示。", "红旗窗口"),
    ]


_COLUMNS = {
    CALLS: _calls(),
    CALL_TOTALS: _totals(),
    RATINGS: _ratings(),
    BAD_RATINGS: _bad_ratings(),
    QUESTIONNAIRES: _questionnaires(),
    WINDOW_SCORES: _scores(),
}
_GENERAL: tuple[tuple[str, ...], ...] = (
    ("怎样填", "每张表第一行是表头，从第二行起填。列的顺序可以变，也可以加列；不用的表可以删掉。"),
    ("个人信息", "不要填写姓名、电话和身份证号；填了的不保存。办件编号只保存加密摘要。"),
    ("现成的表", "回访台账、平台导出的评价明细、问卷工具的导出可以直接上传，不必照抄到这里。"),
)


def columns_of(kind: str) -> Sequence[Column]:
    """The columns of a kind, in order."""
    return _COLUMNS[kind]


def workbook(names: Names = Names()) -> bytes:
    """The empty template, with the departments in use to choose from."""
    lines: list[tuple[str, ...]] = list(_GENERAL)
    examples: list[tuple[str, ...]] = []
    for kind in KINDS_OF_FEEDBACK:
        lines += [(), (f"{KINDS[kind]}的各列", "怎样填", "表头也可写作")]
        examples += [(), (KINDS[kind], "例")]
        for one in columns_of(kind):
            required = "必填。" if one.is_required else ""
            other = "也认：" + "、".join(one.synonyms[:5]) if one.synonyms else ""
            lines.append((one.header, required + one.meaning, other))
            examples.append((one.header, one.example))
    pages = [
        Reading(EXPLANATION, TITLE, lines, _READING_WIDTHS),
        Reading(EXAMPLES, EXAMPLES_TITLE, examples, _EXAMPLE_WIDTHS),
    ]
    sheets = [
        FillIn(
            KINDS[kind],
            [
                (one.header, _width(one), one.offered(names), one.is_required)
                for one in columns_of(kind)
            ],
        )
        for kind in KINDS_OF_FEEDBACK
    ]
    return book.write(pages, sheets, CHOICES)


def file_name() -> str:
    """群众评价模板.xlsx."""
    return export.file_name(None, TITLE, suffix=".xlsx")


def _width(one: Column) -> float:
    return {"name": 30, "text": 36, "unit": 22, "case": 22, "item_code": 36}.get(one.field, 14)
