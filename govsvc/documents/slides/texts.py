"""Texts on a slide: how many lines they take, and what of them is still to be filled in."""

import math
import re
from collections.abc import Sequence

from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Length

from govsvc.documents.official.lines import set_wide
from govsvc.documents.slides import measures
from govsvc.documents.slides.parts import SlideText
from govsvc.domain.safe_text import shortened_inside, without_controls

#: fonts of another machine may be wider
_TO_SPARE = 1.04


def lines(text: str, size: Length, width: Length = measures.TEXT_WIDTH) -> int:
    """How many lines the text takes, with some to spare."""
    return sum(max(1, math.ceil(wide(part, size) / width)) for part in text.split("\n"))


def wide(text: str, size: Length) -> float:
    """How wide the text is on one line, with some to spare."""
    return set_wide(text) * size * _TO_SPARE


def within(text: str, size: Length, most: int) -> str:
    """The text in at most so many lines, … for what is cut out of it."""
    count = len(text)
    while lines(found := shortened_inside(text, count), size) > most:
        count = count * 9 // 10
    return found


def height(texts: Sequence[SlideText], size: Length) -> Length:
    """Of paragraphs below each other, with the gaps between them."""
    count = sum(lines(one.text, size) for one in texts)
    return Length(int((count * measures.LINE + len(texts) * measures.AFTER) * size))


def paragraph(frame: TextFrame, place: int, align: PP_ALIGN) -> _Paragraph:
    """The first paragraph of the frame, which is laid out with it, or a further one."""
    if place == 0:
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = Length(0)
        found = frame.paragraphs[0]
    else:
        found = frame.add_paragraph()
    found.alignment = align
    return found


def write(to: _Paragraph, text: str, marked: Sequence[str], size: Length) -> None:
    """Writes the text, of which what is still to be filled in stands out."""
    text = without_controls(text).replace("\n", " ")
    pattern = "|".join(map(re.escape, marked))
    for part in re.split(f"({pattern})", text) if pattern else [text]:
        if part:
            run = to.add_run()
            run.text = part
            run.font.size = size
            run.font.color.rgb = measures.WANTING if part in marked else measures.INK


def add_number(to: _Paragraph, number: int) -> None:
    """The number of the slide, as a field."""
    field = OxmlElement("a:fld")
    field.set("id", "{5A3B6C7D-1E2F-4A5B-8C9D-0E1F2A3B4C5D}")
    field.set("type", "slidenum")
    properties = OxmlElement("a:rPr")
    properties.set("lang", "zh-CN")
    properties.set("sz", str(int(measures.LEAST_SIZE.pt * 100)))
    text = OxmlElement("a:t")
    text.text = str(number)
    field.append(properties)
    field.append(text)
    ending = to._p.find(qn("a:endParaRPr"))
    if ending is None:
        to._p.append(field)
    else:
        ending.addprevious(field)
