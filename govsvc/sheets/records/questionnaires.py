"""A 问卷汇总, or the answers that a survey tool exports → the counts of each question."""

from collections import Counter

from govsvc.domain.entries import COUNTED, LEFT_OUT, Entries, Entry
from govsvc.domain.feedback import BASIC, LEVELS, SATISFIED, VALID, VERY_SATISFIED
from govsvc.domain.feedback.questionnaires import (
    CONTENT,
    HANDED_OUT,
    QUESTION_COUNTS,
    QUESTIONS,
    RETURNED,
    WHOLE,
    question_key,
    question_named,
)
from govsvc.domain.indicators import QUESTIONNAIRES
from govsvc.sheets.cells import cell_text, values
from govsvc.sheets.cells.answers.calls import read_rating
from govsvc.sheets.cells.questionnaires_vocabulary import ASKED
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.sheet_reader import SheetReader

_LEVELS_EXPECTED = "、".join(level.name for level in LEVELS)
_CONTENT = (VERY_SATISFIED, SATISFIED, BASIC)
#: a smaller count is a part of the larger
_WITHIN = ((CONTENT, VALID), (VALID, RETURNED), (RETURNED, HANDED_OUT))


def read_totals(reader: SheetReader, context: SheetContext) -> Entries:
    """One entry a question; a percent without 有效份数 is kept as printed and computed with by
    nobody.
    """
    reader.check_months(context.month)
    entries = []
    for row in reader.rows:
        counts = {
            name: count
            for name in QUESTION_COUNTS
            if (count := reader.read(row, name, lambda cell: values.count(cell, "份"))) is not None
        }
        _complete(reader, row, counts)
        _check(reader, row, counts)
        text = cell_text.name(reader.value(row, "question"))
        attributes = {
            "wave": cell_text.name(reader.value(row, "wave")) or _wave(reader),
            "way": cell_text.name(reader.value(row, "way")),
            "printed": _printed(reader, row, counts),
        }
        entries.append(_entry(reader, context, row, text, attributes, counts))
    return Entries.of(entries)


def _complete(reader: SheetReader, row: int, counts: dict[str, int]) -> None:
    """Adds what follows from the levels where the row does not say it."""
    levels = [counts[level.key] for level in LEVELS if level.key in counts]
    if len(levels) < len(LEVELS) - 1:
        return
    if CONTENT not in counts:
        counts[CONTENT] = sum(counts.get(key, 0) for key in _CONTENT)
    total = sum(levels)
    if VALID not in counts:
        counts[VALID] = total
        reader.notes.append(f"第{row + 1}行没有有效份数，按各等级的合计{total}份计。")
    elif counts[VALID] != total:
        column = reader.table.columns[VALID]
        message = f"各等级合计{total}份，与有效份数不一致"
        reader.error(row, column, "levels_do_not_add_up", message, f"{total}")


def _check(reader: SheetReader, row: int, counts: dict[str, int]) -> None:
    names = {CONTENT: "满意份数", VALID: "有效份数", RETURNED: "回收份数", HANDED_OUT: "发放份数"}
    for part, whole in _WITHIN:
        if part in counts and whole in counts and counts[part] > counts[whole]:
            column = reader.table.columns.get(part, min(reader.columns_read))
            message = f"{names[part]}{counts[part]}大于{names[whole]}{counts[whole]}"
            reader.error(row, column, "part_over_whole", message, f"不大于{names[whole]}")


def _printed(reader: SheetReader, row: int, counts: dict[str, int]) -> str:
    printed = cell_text.text(reader.value(row, "rate"))
    if printed and VALID not in counts:
        column = reader.table.columns["rate"]
        message = "只有百分比，缺有效份数：只按印制值保存，不参与计算"
        reader.warn(row, column, "valid_missing", message, "有效份数")
    return printed


def _entry(
    reader: SheetReader,
    context: SheetContext,
    row: int,
    text: str,
    attributes: dict[str, str],
    counts: dict[str, int],
) -> Entry:
    question = question_named(text) if text else WHOLE
    said = attributes | {"question": question} | {key: f"{n}" for key, n in counts.items()}
    return Entry(
        QUESTIONNAIRES,
        context.month,
        "",
        question_key(attributes["wave"], question),
        text or QUESTIONS[WHOLE],
        {key: value for key, value in said.items() if value},
        {},
        LEFT_OUT if row in reader.faulty else COUNTED,
        context.file,
        reader.grid.name,
        row + 1,
    )


def _wave(reader: SheetReader) -> str:
    titles = [cell_text.name(line) for line in reader.table.own_titles]
    return next(filter(None, titles), reader.grid.file or reader.grid.name)


def read_survey(reader: SheetReader, context: SheetContext) -> tuple[Entries, int]:
    """(one entry a question that is mapped, how many answers are not valid): an answer is valid
    where one of these questions is answered.
    """
    fields = [field for field in ASKED if field in reader.table.columns]
    if not fields:
        reader.refuse_rows(
            "questions_open",
            "还没有说明哪一题对应哪一项评价，没有计入",
            "在“不能确定的列”里为题目选定评价项（总体满意度、服务态度…），其余选“不读取”",
        )
    counts = {field: Counter[str]() for field in fields}
    valid = 0
    for index, row in enumerate(reader.rows):
        given = {field: _level(reader, index, field) for field in fields}
        if row in reader.faulty:
            continue
        valid += any(given.values())
        for field, level in given.items():
            counts[field][level] += bool(level)
    left = len(reader.rows) - len(reader.faulty)
    wave = {"wave": _wave(reader)}
    whole = {RETURNED: left, VALID: valid}
    first = reader.rows[0] if reader.rows else reader.table.last
    entries = []
    for field in fields:
        of_levels = counts[field]
        said = {level.key: of_levels[level.key] for level in LEVELS}
        said |= {VALID: sum(said.values()), CONTENT: sum(of_levels[key] for key in _CONTENT)}
        text = reader.table.header(field)
        entry = _entry(reader, context, first, text, wave, said | {RETURNED: left})
        key = ASKED[field]
        entry.attributes["question"] = key
        entries.append(_named(entry, question_key(wave["wave"], key)))
    if fields and f"survey_{WHOLE}" not in fields:
        # the answers of a wave are counted though nobody was asked after the whole
        entry = _entry(reader, context, first, "", wave, whole)
        entries.append(entry)
    reader.notes.append("答卷只按题目合计保存，来源、IP 和答题人不保存。")
    return Entries.of(entries) if fields else Entries(), left - valid


def _named(entry: Entry, key: str) -> Entry:
    return Entry(
        entry.kind,
        entry.month,
        entry.unit,
        key,
        entry.name,
        entry.attributes,
        entry.flags,
        COUNTED,
        entry.file,
        entry.sheet,
        entry.row,
    )


def _level(reader: SheetReader, index: int, field: str) -> str:
    read = read_rating(reader.field(field)[index])
    if read.level == "ask" or read.outcome:
        column = reader.table.columns[field]
        why = read.why or "看不出是哪一级评价"
        reader.error(reader.rows[index], column, "rating_unclear", why, _LEVELS_EXPECTED)
        return ""
    return read.level
