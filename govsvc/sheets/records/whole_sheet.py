"""What a table says as a whole: whose it is, of which type its rows are, whether they are in use.

It is said by section headings between the rows (一、公安局（6项）), by 填报单位, by titles, and by
the names of sheet and file. Where several of these say different things a person is asked.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np

from govsvc.domain import departments
from govsvc.domain.indicators import PARTIAL_KINDS
from govsvc.sheets.cells import answers, cell_text, place_names
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.sheet_reader import SheetReader

_NUMBERED = re.compile(r"^(?:[(（]?[一二三四五六七八九十\d]+[)）]?[、.．:：]?|[○●■◆★※])")
_COUNTED = re.compile(r"[(（]?共?\d+[项个件条][)）]?$")
_REPORTED_BY = re.compile(
    r"(?:填报|报送|上报|填表|填写|制表|实施|责任)?(?:单位|部门|主体)(?:名称)?[:：]"
    r"\s*(?P<name>[^\s:：]+)"
)
_BEHIND_NAME = re.compile(
    r"(?:[(（](?:盖章|公章|章|签章).*|(?:填报|填表|审核|联系|负责|制表)人.*)$"
)
#: 18 characters of the body in front of an 实施编码
_BODY = re.compile(r"[0-9A-Z]{31,}")
_BODY_LENGTH = 18
#: rows at the foot that may say who filled in the sheet
_FOOT = 6


def section_of_rows(reader: SheetReader) -> Column[str]:
    """The section heading above each row, without its number and count; "" where none is."""
    captions = reader.captions
    if not captions:
        return Column.constant("", len(reader.rows))
    starts = [row for row, _ in captions]
    texts = ["", *(_heading(text) for _, text in captions)]
    numbers = np.searchsorted(np.array(starts), reader.row_numbers)
    return Column(texts, numbers.astype(np.int32))


def _heading(text: str) -> str:
    return _COUNTED.sub("", _NUMBERED.sub("", cell_text.packed(text)))


def usage_of_rows(reader: SheetReader) -> Column[str]:
    """What a section heading or the table's own title says of its items: out of use, to be asked,
    or nothing.
    """
    of_titles = [answers.read_title(line).answer for line in reader.table.own_titles]
    for answer in (answers.NOT_IN_USE, answers.ASK):
        if answer in of_titles:
            return Column.constant(answer, len(reader.rows))
    return section_of_rows(reader).map(lambda text: answers.read_section(text).answer)


def units_of_rows(
    reader: SheetReader,
    context: SheetContext,
    of_line: Callable[[str], Sequence[str]],
    word: str,
) -> Column[str]:
    """The department or township of each row of a table that has no column for it.

    "" where nobody can tell; then a person is asked, and no row counts. `of_line`: the units that a
    line names; `word`: what a unit is called.
    """
    rows = len(reader.rows)
    if context.unit:
        reader.unit_from = "指定"
        return Column.constant(context.unit, rows)
    sections = section_of_rows(reader).map(lambda text: _single(of_line(text)))
    if sections.filled.any():
        reader.unit_from = "分段标题"
        if not sections.filled.all():
            _ask_of_rows(reader, ~sections.filled, word)
        return sections
    named = _named(reader, context, of_line)
    units = _without_short_names([unit for _, unit in named])
    if len(units) == 1 and _is_of_one_body(reader):
        source = named[0][0]
        reader.unit_from = source
        if source != "表名":
            reader.notes.append(f"{word}取自{source}：{units[0]}。")
        return Column.constant(units[0], rows)
    if context.unit_given:
        reader.unit_from = "导入时指定"
        return Column.constant(context.unit_given, rows)
    if reader.table.kind in PARTIAL_KINDS:
        # its rows are matched by code
        return Column.constant("", rows)
    reader.unit_asked = tuple(units)
    if rows:
        why = (
            f"表名、标题和文件名里有{'、'.join(units)}，看不出各行属于哪一个"
            if units
            else f"缺少“{word}”列，标题、填报单位、表名和文件名里也没有写明"
        )
        reader.refuse_rows(
            "unit_open", f"{why}，本表各行都未计入。", f"选定这张表的{word}；或加上“{word}”列"
        )
    return Column.constant("", rows)


def _without_short_names(units: Sequence[str]) -> list[str]:
    """Each unit once, by the longest of its names: 教体局 is 教育体育局."""
    kept: list[str] = []
    for unit in units:
        same = next((other for other in kept if departments.are_same(unit, other)), None)
        if same is None:
            kept.append(unit)
        elif len(unit) > len(same):
            kept[kept.index(same)] = unit
    return kept


def _ask_of_rows(reader: SheetReader, is_open: np.ndarray, word: str) -> None:
    column = min(reader.columns_read)
    for index in positions(is_open):
        reader.error(
            reader.rows[index],
            column,
            "unit_blank",
            f"在第一个分段标题之前，看不出属于哪个{word}",
            f"{word}；或移到它的分段标题下面",
        )


def _single(units: Sequence[str]) -> str:
    return units[0] if len(units) == 1 else ""


def _named(
    reader: SheetReader, context: SheetContext, of_line: Callable[[str], Sequence[str]]
) -> list[tuple[str, str]]:
    """(source, unit) of all that the table's surroundings name, the surest first."""
    grid, titles = reader.grid, reader.table.titles
    # of a table below another its own title goes before those above both
    own_titles = [line for line in reader.table.own_titles if of_line(line)]
    foot = [cell_text.text(cell) for row in grid.rows[-_FOOT:] for cell in row if cell != ""]
    sources = {
        "填报单位": [
            name for line in (*titles, *foot) for name in _reported_by(line) if of_line(name)
        ],
        "表名": [grid.name],
        "标题": [
            line for line in own_titles or titles if not _REPORTED_BY.search(cell_text.text(line))
        ],
        "文件名": re.split(r"[_\s\-—+＋·.]+", grid.file),
    }
    return [
        (source, unit)
        for source, lines in sources.items()
        for line in lines
        for unit in of_line(line)
    ]


def _reported_by(line: str) -> list[str]:
    names = [match["name"] for match in _REPORTED_BY.finditer(cell_text.text(line))]
    return [_BEHIND_NAME.sub("", name) for name in names]


def _is_of_one_body(reader: SheetReader) -> bool:
    """Whether all whole codes of the rows are of one body: a list of many is no department's."""
    if "implementation_code" not in reader.table.columns:
        return True
    codes = reader.field("implementation_code").map(cell_text.packed)
    bodies = {code[:_BODY_LENGTH] for code in codes.cells if _BODY.fullmatch(code)}
    return len(bodies) <= 1


def departments_of(context: SheetContext) -> Callable[[str], Sequence[str]]:
    """What finds the departments that a line names, without the county's name."""
    return lambda line: place_names.departments_in(line, context.homes)


def townships_of(context: SheetContext) -> Callable[[str], Sequence[str]]:
    """What finds the townships that a line names, without the county's name."""
    return lambda line: [
        place_names.township(name, context.homes) for name in place_names.townships_in(line)
    ]
