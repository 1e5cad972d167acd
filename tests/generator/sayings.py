"""A random 好差评 export, 问卷汇总 or 问卷答卷 as platforms, offices and survey tools write them,
with the truth beside it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from call_ledgers import workbook
from rating_exports import text

from govsvc.domain.feedback import LEVELS
from govsvc.sheets.cells.ratings_vocabulary import RATING_FIELDS

UNITS = ("市场监督管理局", "自然资源局", "公安局")
NAMES = ("企业设立登记", "不动产登记", "户口登记")
#: words for a level; 好 and 差 alone are asked in some columns
WORDS = {one.key: (one.name, *(word for word in one.words if len(word) > 1)) for one in LEVELS}
BAD = ("dissatisfied", "very_dissatisfied")
#: question of a 问卷 → its headers, as survey tools number them
QUESTIONS = {
    "whole": ("总体评价", "总体满意度"),
    "attitude": ("服务态度",),
    "efficiency": ("办事效率",),
}
_CHANNELS = ("PC端", "移动服务端", "二维码", "政务大厅平板电脑", "电话", "短信")
_REASONS = {"very_dissatisfied": "112|114", "dissatisfied": "209,211", "basic": "314"}
#: columns that an export has always, and those that some have
_ALWAYS = ("case", "name", "unit", "rating", "rated_on", "times", "is_default")
_SOMETIMES = ("rated_by", "reasons", "window", "review", "text")


@dataclass
class Sheet:
    """The rows of a sheet with its header, the column of each field, and the row that each case, or
    each question, is in (from 0, below the header).
    """

    header: list[str]
    rows: list[list[Any]]
    columns: dict[str, int]
    title: str = ""
    is_text: bool = False

    @property
    def name(self) -> str:
        return f"{self.title}.csv" if self.is_text else f"{self.title}.xlsx"

    @property
    def sheet(self) -> str:
        return self.title if self.is_text else "数据"

    @property
    def first_row(self) -> int:
        """The number of the first row below the header."""
        return 2 if self.is_text else 3

    def content(self) -> bytes:
        if self.is_text:
            return text(self.rows, self.header)
        return workbook({"数据": [[self.title], self.header, *self.rows]})


@dataclass
class Ratings(Sheet):
    """`counted`: case → the level that counts, "" by default; `row_of`: the case of each row."""

    counted: dict[str, str] = field(default_factory=dict)
    row_of: list[str] = field(default_factory=list)

    def truth(self, but: str = "") -> dict[str, int]:
        """Name of a count → the number, without the case `but`."""
        said = [level for case, level in self.counted.items() if case != but]
        levels = Counter(level for level in said if level)
        return {
            "ratings": len(said),
            "default": said.count(""),
            "active": sum(levels.values()),
            "bad": sum(levels[one] for one in BAD),
            **{one.key: levels[one.key] for one in LEVELS},
        }


def ratings(chance: Random) -> Ratings:
    """20 to 60 cases of a month, some rated again, some by default."""
    fields = [*_ALWAYS, *(one for one in _SOMETIMES if chance.random() < 0.6)]
    chance.shuffle(fields)
    header = [chance.choice(RATING_FIELDS[one][:3]) for one in fields]
    month = chance.randint(1, 12)
    columns = {name: place for place, name in enumerate(fields)}
    made = Ratings(header, [], columns, f"云溪县2026年{month}月好差评", chance.random() < 0.4)
    for number in range(chance.randint(20, 60)):
        case, is_default = f"YX2026{number:06d}", chance.random() < 0.2
        # nobody is taken to be discontent by default
        level = chance.choice([one for one in WORDS if not is_default or one not in BAD])
        _rate(chance, made, fields, month, case, level, is_default=is_default)
        if not is_default and chance.random() < 0.15:
            _rate(chance, made, fields, month, case, chance.choice(list(WORDS)), times=2)
    return made


def _rate(
    chance: Random,
    made: Ratings,
    fields: Sequence[str],
    month: int,
    case: str,
    level: str,
    *,
    is_default: bool = False,
    times: int = 1,
) -> None:
    number = int(case[-6:])
    said = {
        "case": case,
        "name": NAMES[number % 3],
        "unit": UNITS[number % 2],
        "rating": chance.choice(WORDS[level]),
        "rated_on": f"2026-{month:02d}-{number % 28 + 1:02d} 10:{number % 60:02d}:0{times}",
        "times": f"{times}",
        "is_default": "是" if is_default else chance.choice(("否", "否", "")),
        "rated_by": chance.choice(_CHANNELS),
        "reasons": "" if is_default else _REASONS.get(level, ""),
        "window": f"{number % 3 + 1}号窗口",
        "review": "审核通过",
        "text": chance.choice(("", "", "跑了三趟")),
    }
    made.rows.append([said[one] for one in fields])
    made.row_of.append(case)
    made.counted[case] = "" if is_default else level


@dataclass
class Questions(Sheet):
    """`levels`: question → level → how many said so; `of_row`: the question of each row of totals,
    nothing for answers.
    """

    levels: dict[str, Counter[str]] = field(default_factory=dict)
    of_row: list[str] = field(default_factory=list)

    def truth(self, question: str) -> dict[str, int]:
        """Name of a count → the number."""
        levels = self.levels[question]
        valid = sum(levels.values())
        bad = sum(levels[one] for one in BAD)
        return {one.key: levels[one.key] for one in LEVELS} | {
            "valid": valid,
            "content": valid - bad,
        }


def totals(chance: Random) -> Questions:
    """One row a question: how many answered, and at which level."""
    fields = ["question", "valid", *(one.key for one in LEVELS)]
    names = {"question": "题目", "valid": "有效份数"} | {one.key: one.name for one in LEVELS}
    chance.shuffle(fields)
    columns = {name: place for place, name in enumerate(fields)}
    header = [names[one] for one in fields]
    made = Questions(header, [], columns, f"云溪县2026年{chance.randint(1, 12)}月满意度问卷汇总")
    for question, asked in QUESTIONS.items():
        levels = Counter({one.key: chance.randint(0, 90) for one in LEVELS})
        said = {"question": chance.choice(asked), "valid": sum(levels.values()), **levels}
        made.levels[question] = levels
        made.rows.append([said[one] for one in fields])
        made.of_row.append(question)
    return made


def answers(chance: Random) -> Questions:
    """One row an answer, as a survey tool exports them; some questions are passed over."""
    fields = ["number", "submitted_on", "spent", *QUESTIONS]
    names = {"number": "序号", "submitted_on": "提交答卷时间", "spent": "所用时间"}
    names |= {question: chance.choice(asked) for question, asked in QUESTIONS.items()}
    month = chance.randint(1, 12)
    columns = {name: place for place, name in enumerate(fields)}
    made = Questions(
        [names[one] for one in fields], [], columns, f"云溪县2026年{month}月满意度问卷"
    )
    made.levels = {question: Counter() for question in QUESTIONS}
    for number in range(chance.randint(10, 40)):
        cells: list[Any] = [number + 1, f"2026/{month}/{number % 28 + 1} 9:01:02", "80秒"]
        for question in QUESTIONS:
            level = chance.choice(list(WORDS)) if chance.random() < 0.9 else ""
            cells.append(chance.choice(WORDS[level]) if level else "")
            made.levels[question] += Counter([level] if level else [])
        made.rows.append(cells)
    return made
