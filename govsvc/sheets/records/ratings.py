"""Rows of a 好差评 export → counts of ratings that are alike, and the 差评 one by one; nothing of
names and numbers of people.

An export has tens of thousands of rows: all goes by column. The key of a 差评 is the 办件编号 as
the export has it, until the importer puts the keyed hash in its place.
"""

from collections.abc import Callable, Sequence

import numpy as np

from govsvc.domain.entries import Entries
from govsvc.domain.feedback import (
    BAD,
    BY_DEFAULT,
    LEVELS,
    RATING_CHANNELS,
)
from govsvc.domain.feedback.ratings import BETWEEN, FIRST, LAST, LONE, ONLY
from govsvc.domain.months import month_text
from govsvc.domain.rates import count_text
from govsvc.domain.roster import DEPARTMENT
from govsvc.sheets.cells import cell_text, place_names, values
from govsvc.sheets.cells.answers import ratings as answers
from govsvc.sheets.cells.answers.calls import read_rating
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.cells.ratings_vocabulary import CHANNEL, IS_DEFAULT, RATING, REVIEW
from govsvc.sheets.records import rating_counts, rating_times, whole_sheet
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.rating_counts import RatingRows
from govsvc.sheets.records.sheet_issues import rows_text
from govsvc.sheets.records.sheet_reader import SheetReader

_LEVELS_EXPECTED = "、".join(one.name for one in LEVELS)
_CHANNELS_EXPECTED = "、".join(one.name for one in RATING_CHANNELS)
#: what is read of a level beside its key
_NOT_RATED = "not_rated"
_NOT_RATED_WORDS = frozenset({"未评价", "未评", "待评价", "尚未评价"})
_TEST = r"^测试|测试(?:数据|事项|件|部门|单位|窗口|评价)|^(?i:test)"


def read_ratings(reader: SheetReader, context: SheetContext) -> tuple[Entries, int]:
    """(the counts and 差评, how many rows are no ratings that count though nothing is wrong)."""
    reader.check_months(context.month)
    outside = np.zeros(len(reader.rows), bool)
    units = _units(reader, context)
    levels, channels, is_default = _answers(reader, outside)
    times = _times(reader, context)
    _leave_out_tests(reader, outside)
    cases = _cases(reader)
    is_in = ~reader.is_faulty() & ~outside
    turns = _turns(reader, cases, times, levels, is_in, outside)
    rows = RatingRows(
        units,
        _texts(reader, "name"),
        _texts(reader, "item_code"),
        _texts(reader, "window"),
        _texts(reader, "worker"),
        levels,
        channels,
        _reasons(reader),
        times,
        turns,
        cases,
        is_default,
        is_in & ~outside,
    )
    _note(reader, rows)
    # a row with an error is left out for that
    outside &= ~reader.is_faulty()
    return rating_counts.entries_of(reader, context, rows, outside), int(outside.sum())


def _texts(reader: SheetReader, name: str) -> Column[str]:
    return reader.field(name).map(cell_text.name, cell_text.stays_in_name)


def _units(reader: SheetReader, context: SheetContext) -> Column[str]:
    """The unit of each row, as the roster calls it, "" where none is named."""
    named = (
        reader.named("unit", "受理部门")
        if "unit" in reader.table.columns
        else whole_sheet.units_of_rows(
            reader, context, whole_sheet.departments_of(context), "受理部门"
        )
    )
    named = named.map(lambda unit: place_names.township(unit, context.homes))
    return reader.roster_names(named, DEPARTMENT, context.month)


# -- what each row says ------------------------------------------------------------------


def _answers(
    reader: SheetReader, outside: np.ndarray
) -> tuple[Column[str], Column[str], np.ndarray]:
    """(level, channel, whether it is a default rating) of each row; rows that are no rating, or
    were refused at the review, are `outside`.
    """
    levels = _read(reader, RATING, _level, "rating_unclear", _LEVELS_EXPECTED)
    not_rated = levels.mask(_NOT_RATED.__eq__)
    _take_out(reader, outside, not_rated, "没有评价")
    channels = _read(reader, CHANNEL, answers.read_channel, "channel_unclear", _CHANNELS_EXPECTED)
    said = _read(reader, IS_DEFAULT, answers.read_yes_no, "default_unclear", "是、否")
    is_default = channels.mask(BY_DEFAULT.__eq__) | said.mask("yes".__eq__)
    review = _read(reader, REVIEW, answers.read_review, "review_unclear", "审核通过、审核不通过")
    _take_out(reader, outside, review.mask(answers.DOES_NOT_COUNT.__eq__), "审核没有通过")
    pending = reader.field(REVIEW).mask(answers.is_pending)
    if pending.any():
        reader.notes.append(f"{_rows(reader, pending)}还在审核，照常计入。")
    is_blank = levels.mask(lambda level: not level) & ~outside
    _refuse(reader, RATING, is_blank, "rating_blank", "没有填写满意度", _LEVELS_EXPECTED)
    contradicts = is_default & levels.mask(BAD.__contains__)
    _refuse(
        reader,
        RATING,
        contradicts,
        "default_is_bad",
        "是系统默认评价，却是差评",
        "请核对评价渠道和满意度",
    )
    return levels, channels, is_default


def _level(cell: CellValue) -> str:
    if cell_text.packed(cell) in _NOT_RATED_WORDS:
        return _NOT_RATED
    read = read_rating(cell)
    return answers.ASKED if read.outcome else read.level


def _read(
    reader: SheetReader,
    name: str,
    read: Callable[[CellValue], str],
    code: str,
    expected: str,
) -> Column[str]:
    """What each cell of a field says; one error for each wording that is not understood, which
    costs all rows that have it.
    """
    found = reader.field(name).map(read)
    is_asked = found.mask(answers.ASKED.__eq__)
    if is_asked.any():
        cells = reader.field(name)
        for number in np.unique(cells.codes[is_asked]).tolist():
            word = cell_text.text(cells.cells[number])
            _refuse(reader, name, cells.codes == number, code, _why(name, word), expected)
    return found


def _why(name: str, word: str) -> str:
    if name == RATING and word.replace(".", "").isdecimal():
        return "只是一个数字，各系统1—5的高低正好相反，看不出是哪一级"
    if name == CHANNEL and word.isdecimal():
        return "只是一个数字，各系统6和7的意思不同，看不出是哪一种渠道"
    return "看不出是哪一级评价" if name == RATING else "看不出是什么意思"


def _refuse(
    reader: SheetReader, name: str, is_wrong: np.ndarray, code: str, why: str, expected: str
) -> None:
    """One error at the first of these rows; all of them are left out."""
    rows = [reader.rows[index] for index in positions(is_wrong)]
    if not rows:
        return
    message = why if len(rows) == 1 else f"{why}，这样的有{count_text(len(rows))}行，都未计入"
    column = reader.table.columns.get(name, min(reader.columns_read))
    reader.error_of_many(rows, column, code, message, expected)


def _take_out(reader: SheetReader, outside: np.ndarray, is_out: np.ndarray, why: str) -> None:
    is_out = is_out & ~outside
    if is_out.any():
        reader.notes.append(f"{_rows(reader, is_out)}{why}，未计入。")
        outside |= is_out


def _rows(reader: SheetReader, mask: np.ndarray) -> str:
    return rows_text([reader.rows[index] for index in positions(mask)])


def _times(reader: SheetReader, context: SheetContext) -> Column[str]:
    """When each rating was given; a rating of another month is an error."""
    times = rating_times.times_of(reader)
    if "rated_on" not in reader.table.columns:
        return times
    month = f"{context.month:%Y-%m}"
    _refuse(
        reader,
        "rated_on",
        times.mask(rating_times.UNKNOWN.__eq__),
        "not_a_day",
        "不是日期",
        "日期，如 2026-10-21",
    )
    other = times.mask(lambda time: time not in ("", rating_times.UNKNOWN) and time[:7] != month)
    _refuse(
        reader,
        "rated_on",
        other,
        "another_month",
        f"不在本表的月份{month_text(context.month)}",
        f"{month_text(context.month)}的评价（一张表只放一个月，请按月导出）",
    )
    inside = sorted({time[:10] for time in times if time[:7] == month})
    if inside:
        reader.notes.append(f"评价时间从{inside[0]}到{inside[-1]}。")
    return times


def _leave_out_tests(reader: SheetReader, outside: np.ndarray) -> None:
    """测试数据: what the item, the unit, the window or the text calls so."""
    is_test = np.zeros(len(reader.rows), bool)
    for name in ("name", "unit", "window", "case"):
        is_test |= reader.field(name).matches(_TEST)
    is_test |= reader.field("text").mask(lambda cell: cell_text.packed(cell) == "测试")
    _take_out(reader, outside, is_test & ~reader.is_faulty(), "是测试数据")


def _cases(reader: SheetReader) -> Column[str]:
    """The 办件编号 of each row, "" where there is none; a warning where its digits are lost."""
    column = reader.table.columns.get("case")
    if column is None:
        reader.notes.append("没有办件编号列，追评和重复的行无法合并，每行按一次评价计。")
        return Column.constant("", len(reader.rows))
    cases = reader.column(column).map(_case, values.stays_in_code)
    is_lost = cases.mask(_LOST.__eq__)
    if is_lost.any():
        first = reader.rows[positions(is_lost)[0]]
        reader.warn(
            first,
            column,
            "digits_lost",
            f"末几位已丢失，这样的有{count_text(int(is_lost.sum()))}行，按没有办件编号读取，"
            "追评无法合并",
            "以文本保存的办件编号",
        )
    return cases.map(lambda case: "" if case == _LOST else case)


_LOST = "?"


def _case(cell: CellValue) -> str:
    if isinstance(cell, float) and abs(cell) >= cell_text.LARGEST_EXACT:
        return _LOST
    return "" if cell_text.is_dash(cell) else cell_text.packed(cell)


def _turns(
    reader: SheetReader,
    cases: Column[str],
    times: Column[str],
    levels: Column[str],
    is_in: np.ndarray,
    outside: np.ndarray,
) -> Column[str]:
    """Which of the ratings of its case each row is; a row that says the same again is `outside`."""
    given = reader.field("times").map(cell_text.packed)
    _warn_of_turns(reader, given, is_in)
    numbers, groups = cases.groups()
    counts = np.bincount(groups[is_in], minlength=len(numbers))
    blank = numbers.index("") if "" in numbers else -1
    turns = np.zeros(len(groups), np.int32)
    words = [ONLY, FIRST, BETWEEN, LAST, LONE]
    is_repeat = given.mask(lambda word: word in _REPEATS)
    turns[is_repeat & is_in] = words.index(LONE)
    several = is_in & (counts[groups] > 1) & (groups != blank)
    rows_of: dict[int, list[int]] = {}
    for index in positions(several):
        rows_of.setdefault(int(groups[index]), []).append(index)
    same = np.zeros(len(groups), bool)
    for indexes in rows_of.values():
        indexes.sort(key=lambda index: (times[index], given[index], index))
        kept: dict[tuple[str, str, str], int] = {}
        for index in indexes:
            said = (times[index], given[index], levels[index])
            same[index] = said in kept
            kept.setdefault(said, index)
        _number(list(kept.values()), turns, words, is_repeat)
    _take_out(reader, outside, same, "与上面的行相同")
    return Column(words, turns)


_FIRSTS = frozenset({"", "1", "首次", "首评", "初评", "第1次", "第一次", "首次评价"})
_REPEATS = frozenset({"2", "3", "追评", "第2次", "第二次", "追加评价"})


def _warn_of_turns(reader: SheetReader, given: Column[str], is_in: np.ndarray) -> None:
    """A warning at the first row whose 评价次数 nobody can read: its time alone says its turn."""
    unread = is_in & given.mask(
        lambda word: word not in _FIRSTS | _REPEATS and not cell_text.is_dash(word)
    )
    if unread.any():
        reader.warn(
            reader.rows[positions(unread)[0]],
            reader.table.columns["times"],
            "times_unclear",
            f"不知道是第几次评价，这样的有{count_text(int(unread.sum()))}行，按评价时间的先后读取",
            "1 或 2（追评）",
        )


def _number(
    indexes: Sequence[int], turns: np.ndarray, words: Sequence[str], is_repeat: np.ndarray
) -> None:
    if len(indexes) == 1:
        turns[indexes[0]] = words.index(LONE if is_repeat[indexes[0]] else ONLY)
        return
    turns[indexes[1:-1]] = words.index(BETWEEN)
    turns[indexes[0]], turns[indexes[-1]] = words.index(FIRST), words.index(LAST)


def _reasons(reader: SheetReader) -> Column[tuple[str, ...]]:
    read = reader.field("reasons").map(answers.read_reasons)
    odd = read.mask(lambda codes: codes[1])
    if odd.any():
        reader.notes.append(f"{_rows(reader, odd)}的测评指标有不认识的写法，这部分没有采用。")
    return read.map(lambda codes: codes[0])


def _note(reader: SheetReader, rows: RatingRows) -> None:
    """How many ratings there are, of them by default and repeated; what is kept of people."""
    total, default = int(rows.is_in.sum()), int((rows.is_in & rows.is_default).sum())
    said = [f"评价{count_text(total)}条，其中系统默认{count_text(default)}条"]
    later = int((rows.is_in & rows.turns.mask((LAST, BETWEEN).__contains__)).sum())
    lone = int((rows.is_in & rows.turns.mask(LONE.__eq__)).sum())
    if later:
        said.append(f"追评{count_text(later)}条")
    if lone:
        said.append(
            f"另有{count_text(lone)}条追评的首次评价不在本表（可能在以前的月份），"
            "两次各计在自己的月份"
        )
    reader.notes.append("；".join(said) + "。")
    reader.notes.append(
        "评价人、经办人的姓名、电话和证件号码不保存；逐条保存的只有差评，其办件编号只存加密摘要，"
        "其余评价按单位、事项、渠道、等级和原因合计保存。"
    )
