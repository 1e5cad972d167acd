"""Native tables: as high as their texts, parted where a slide has no more room."""

from collections.abc import Sequence
from dataclasses import replace

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Length

from govsvc.documents.slides import measures, texts
from govsvc.documents.slides.parts import SlideTable
from govsvc.domain.safe_text import without_controls


def parted(spec: SlideTable, width: Length, room: Length) -> tuple[SlideTable, list[SlideTable]]:
    """(what fits in the room, what goes on elsewhere); one row is always there."""
    room = Length(room - _lines_beside(spec, width))
    heights = [_row_height(spec, row, width) for row in (_headers(spec), *spec.rows)]
    count = len(spec.rows)
    while count > 1 and sum(heights[: count + 1]) > room:
        count -= 1
    if count == len(spec.rows):
        return spec, []
    first = replace(spec, rows=spec.rows[:count], note="")
    return first, [replace(spec, rows=spec.rows[count:])]


def add(slide: Slide, spec: SlideTable, box: tuple[Length, Length, Length, Length]) -> None:
    """Adds the table at the top of the box (left, top, width, height), its note below it."""
    left, top, width, _ = box
    if spec.name:
        top = _add_line(slide, spec.name, (left, top, width), is_bold=True)
    rows = (_headers(spec), *spec.rows)
    heights = [_row_height(spec, row, width) for row in rows]
    frame = slide.shapes.add_table(
        len(rows), len(spec.columns), left, top, width, Length(sum(heights))
    )
    frame.name = without_controls(spec.name) or "表格"
    table = frame.table
    for place, column_width in enumerate(_widths(spec, width)):
        table.columns[place].width = column_width
    for place, row in enumerate(rows):
        table.rows[place].height = heights[place]
        for number, ((_, is_centred), text) in enumerate(zip(spec.columns, row)):
            cell = table.cell(place, number)
            _fill(cell, text, spec.marked, is_centred=is_centred or not place)
            if not place:
                _as_header(cell)
    if spec.note:
        _add_line(slide, spec.note, (left, Length(top + sum(heights)), width))


def _headers(spec: SlideTable) -> list[str]:
    return [header for header, _ in spec.columns]


def _widths(spec: SlideTable, width: Length) -> list[Length]:
    """As wide as their texts where there is room; else the widest give way."""
    rows = (_headers(spec), *spec.rows)
    wanted = [max(map(_wanted, texts)) for texts in zip(*rows)]
    room = float(width)
    for place, one in enumerate(sorted(wanted)):
        share = room / (len(wanted) - place)
        if one > share:
            wanted = [min(other, share) for other in wanted]
            break
        room -= one
    return [Length(int(width * one / sum(wanted))) for one in wanted]


def _wanted(text: str) -> float:
    """The width of a cell in which the text is on one line."""
    lines = text.split("\n")
    return max(texts.wide(one, measures.LEAST_SIZE) for one in lines) + 2 * measures.CELL_SIDE


def _row_height(spec: SlideTable, row: Sequence[str], width: Length) -> Length:
    """As high as its highest cell."""
    count = max(
        texts.lines(text, measures.LEAST_SIZE, Length(column - 2 * measures.CELL_SIDE))
        for text, column in zip(row, _widths(spec, width))
    )
    of_lines = int(count * measures.CELL_LINE * measures.LEAST_SIZE)
    return Length(max(measures.ROW_HEIGHT, of_lines + 2 * measures.CELL_TOP))


def _lines_beside(spec: SlideTable, width: Length) -> int:
    """How high the lines above and below the table are."""
    return sum(_line_height(text, width) for text in (spec.name, spec.note) if text)


def _line_height(text: str, width: Length) -> Length:
    count = texts.lines(text, measures.LEAST_SIZE, width)
    return Length(int((count * measures.CELL_LINE + 0.5) * measures.LEAST_SIZE))


def _fill(cell: _Cell, text: str, marked: Sequence[str], *, is_centred: bool) -> None:
    cell.margin_left = cell.margin_right = measures.CELL_SIDE
    cell.margin_top = cell.margin_bottom = measures.CELL_TOP
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    for place, line in enumerate(text.split("\n")):
        frame = cell.text_frame
        paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.CENTER if is_centred else PP_ALIGN.LEFT
        texts.write(paragraph, line, marked, measures.LEAST_SIZE)
        if line in measures.LIGHTS:
            for run in paragraph.runs:
                run.font.bold, run.font.color.rgb = True, measures.LIGHTS[line]


def _as_header(cell: _Cell) -> None:
    for paragraph in cell.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.bold, run.font.color.rgb = True, measures.PAPER


def _add_line(
    slide: Slide, text: str, box: tuple[Length, Length, Length], *, is_bold: bool = False
) -> Length:
    """A line above or below a table. Gives where what follows begins."""
    left, top, width = box
    height = _line_height(text, width)
    shape = slide.shapes.add_textbox(left, top, width, height)
    shape.name = "说明"
    paragraph = texts.paragraph(shape.text_frame, 0, PP_ALIGN.LEFT)
    texts.write(paragraph, text, (), measures.LEAST_SIZE)
    for run in paragraph.runs:
        run.font.bold = is_bold
    return Length(top + height)
