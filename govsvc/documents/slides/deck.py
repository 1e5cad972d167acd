"""A presentation, written slide by slide."""

import io
from collections.abc import Sequence
from datetime import datetime

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Length

from govsvc.documents.slides import charts, measures, tables, theme
from govsvc.documents.slides import texts as texts_of
from govsvc.documents.slides.parts import SlideChart, SlideTable, SlideText
from govsvc.domain.safe_text import columns_wide, without_controls

#: what the title of a slide ends with that goes on from the one before
_MORE = "（续）"


class Deck:
    """A presentation of which nothing is written yet. `name`, `author`, `made_at`: what the file
    says of itself. `mark`: how far it is, at the head of every slide, "" for nothing.
    """

    def __init__(self, *, name: str, author: str, made_at: datetime, mark: str = ""):
        self._mark = mark
        self._file = theme.empty_presentation()
        self._cover_layout, self._layout = self._file.slide_layouts
        about = self._file.core_properties
        about.title, about.author = without_controls(name)[:200], without_controls(author)[:200]
        about.created = about.modified = made_at
        about.last_modified_by = about.comments = about.keywords = about.subject = ""
        about.revision = 1

    def cover(self, lines: Sequence[str], below: Sequence[SlideText]) -> None:
        """The first slide: the title in its lines, who reports and when below."""
        slide = self._file.slides.add_slide(self._cover_layout)
        title, subtitle = slide.shapes.title, slide.placeholders[1]
        _place(title, measures.LEFT, Length(1_700_000), measures.TEXT_WIDTH, Length(1_900_000))
        _place(subtitle, measures.LEFT, Length(4_100_000), measures.TEXT_WIDTH, Length(1_500_000))
        longest = max(map(columns_wide, lines))
        size = next(
            (one for one in (measures.COVER_SIZE, *measures.TITLE_SIZES)
             if longest / 2 * one <= measures.TEXT_WIDTH),
            measures.LEAST_SIZE,
        )  # fmt: skip
        for place, line in enumerate(lines):
            paragraph = texts_of.paragraph(title.text_frame, place, PP_ALIGN.CENTER)
            texts_of.write(paragraph, line, (), size)
            for run in paragraph.runs:
                run.font.bold, run.font.color.rgb = True, measures.ACCENT
        self._add_mark(slide)
        for place, text in enumerate(below):
            paragraph = texts_of.paragraph(subtitle.text_frame, place, PP_ALIGN.CENTER)
            texts_of.write(paragraph, text.text, text.marked, measures.TEXT_SIZE)

    def slide(
        self,
        title: SlideText,
        texts: Sequence[SlideText],
        beside: Sequence[SlideTable | SlideChart],
        foot: str,
    ) -> None:
        """A slide: its finding as the title, texts, tables and charts beside each other, and at the
        foot where it comes from. Texts that are too many go on on further slides.
        """
        fitting, rest = _fitting(texts, has_others=bool(beside))
        slide = self._empty(title, foot)
        top: Length = measures.BODY_TOP
        if fitting:
            top = _add_texts(slide, fitting)
        width = _share(len(beside))
        further: list[SlideTable] = []
        for place, one in enumerate(beside):
            left = Length(measures.LEFT + place * (width + measures.GAP))
            box = (left, top, width, Length(measures.BODY_END - top))
            if isinstance(one, SlideChart):
                charts.add(slide, one, box)
            else:
                shown, left_over = tables.parted(one, width, box[3])
                tables.add(slide, shown, box)
                further += left_over
        again = SlideText(f"{title.text.removesuffix(_MORE)}{_MORE}", title.marked)
        if rest:
            self.slide(again, rest, (), foot)
        for one in further:
            self.slide(again, (), [one], foot)

    def _empty(self, title: SlideText, foot: str) -> Slide:
        slide = self._file.slides.add_slide(self._layout)
        shape = slide.shapes.title
        _place(
            shape,
            measures.LEFT,
            measures.TITLE_TOP,
            measures.TEXT_WIDTH,
            measures.TITLE_HEIGHT,
        )
        shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        size = next(
            (one for one in measures.TITLE_SIZES if texts_of.lines(title.text, one) <= 2),
            measures.LEAST_SIZE,
        )
        paragraph = texts_of.paragraph(shape.text_frame, 0, PP_ALIGN.LEFT)
        text = texts_of.within(title.text, size, measures.MOST_TITLE_LINES)
        texts_of.write(paragraph, text, title.marked, size)
        for run in paragraph.runs:
            run.font.bold = True
            if run.text not in title.marked:
                run.font.color.rgb = measures.ACCENT
        self._add_foot(slide, foot)
        self._add_mark(slide)
        return slide

    def _add_mark(self, slide: Slide) -> None:
        if not self._mark:
            return
        box = slide.shapes.add_textbox(
            measures.LEFT, measures.MARK_TOP, measures.TEXT_WIDTH, measures.MARK_HEIGHT
        )
        box.name = "稿别"
        paragraph = texts_of.paragraph(box.text_frame, 0, PP_ALIGN.RIGHT)
        texts_of.write(paragraph, self._mark, [self._mark], measures.LEAST_SIZE)

    def _add_foot(self, slide: Slide, foot: str) -> None:
        """Source and month at the left, the number of the slide at the right."""
        number = Length(measures.FOOT_HEIGHT * 3)
        for text, left, width, align in (
            (foot, measures.LEFT, Length(measures.TEXT_WIDTH - number), PP_ALIGN.LEFT),
            ("", Length(measures.LEFT + measures.TEXT_WIDTH - number), number, PP_ALIGN.RIGHT),
        ):
            box = slide.shapes.add_textbox(left, measures.FOOT_TOP, width, measures.FOOT_HEIGHT)
            box.name = "来源" if text else "页码"
            paragraph = texts_of.paragraph(box.text_frame, 0, align)
            if text:
                texts_of.write(paragraph, text, (), measures.LEAST_SIZE)
            else:
                texts_of.add_number(paragraph, len(self._file.slides))
            for run in paragraph.runs:
                run.font.color.rgb = measures.MUTED

    def content(self) -> bytes:
        """The file (.pptx)."""
        out = io.BytesIO()
        self._file.save(out)
        return out.getvalue()


def _share(count: int) -> Length:
    """The width of each of so many things beside each other."""
    if not count:
        return measures.TEXT_WIDTH
    return Length((measures.TEXT_WIDTH - (count - 1) * measures.GAP) // count)


def _fitting(
    texts: Sequence[SlideText], *, has_others: bool
) -> tuple[list[SlideText], list[SlideText]]:
    """(texts that fit on a slide, those that do not); at least one is there."""
    room = measures.BODY_END - measures.BODY_TOP
    if has_others:
        room = room // 2
    count = len(texts)
    while count > 1 and texts_of.height(texts[:count], measures.LEAST_SIZE) > room:
        count -= 1
    return list(texts[:count]), list(texts[count:])


def _add_texts(slide: Slide, texts: Sequence[SlideText]) -> Length:
    """Adds the texts below the title. Gives where the rest of the slide begins."""
    room = measures.BODY_END - measures.BODY_TOP
    fits = texts_of.height(texts, measures.TEXT_SIZE) <= room
    size = measures.TEXT_SIZE if fits else measures.LEAST_SIZE
    height = min(texts_of.height(texts, size), Length(room))
    box = slide.shapes.add_textbox(measures.LEFT, measures.BODY_TOP, measures.TEXT_WIDTH, height)
    box.name = "正文"
    for place, text in enumerate(texts):
        paragraph = texts_of.paragraph(box.text_frame, place, PP_ALIGN.LEFT)
        paragraph.space_after = Length(int(size * measures.AFTER))
        texts_of.write(paragraph, text.text, text.marked, size)
    return Length(measures.BODY_TOP + height + measures.GAP // 2)


def _place(shape: object, left: Length, top: Length, width: Length, height: Length) -> None:
    for name, value in (("left", left), ("top", top), ("width", width), ("height", height)):
        setattr(shape, name, value)
