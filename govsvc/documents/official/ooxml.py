"""What python-docx has no words for: fonts for Chinese, indents in characters, the page's grid."""

from collections.abc import Mapping, Sequence

from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Pt
from docx.text.font import Font
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from govsvc.documents.official import lines, measures
from govsvc.domain.safe_text import without_controls

_THEMED = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def element(tag: str, **attributes: object) -> BaseOxmlElement:
    """An element w:tag with attributes w:name="value"."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_font(font: Font, east_asian: str, size: Length, latin: str = measures.LATIN) -> None:
    """Names the fonts. Quotes, dashes and dots that Chinese shares with Latin follow the
    Chinese one.
    """
    font.name, font.size = latin, size
    fonts = font.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), east_asian)
    fonts.set(qn("w:hint"), "eastAsia")


def add_run(
    paragraph: Paragraph,
    text: str,
    east_asian: str = measures.FANG_SONG,
    size: Length = measures.TEXT_SIZE,
    latin: str = measures.LATIN,
) -> Run:
    """Adds text in that font; what no file may hold is left out."""
    run = paragraph.add_run(without_controls(text))
    set_font(run.font, east_asian, size, latin)
    if size == measures.TEXT_SIZE:
        run._r.get_or_add_rPr().append(element("spacing", val=measures.CLOSER))
    return run


def add_marked(
    paragraph: Paragraph,
    text: str,
    marked: Sequence[str],
    east_asian: str = measures.FANG_SONG,
    size: Length = measures.TEXT_SIZE,
) -> None:
    """Adds text in that font, of which what is `marked` is marked as with a pen."""
    for part, is_marked in lines.parted(text, marked):
        run = add_run(paragraph, part, east_asian, size)
        if is_marked:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def add_plain(paragraph: Paragraph, text: str, marked: Sequence[str] = ()) -> None:
    """Adds text in the font of the paragraph's style, marked as `add_marked` does."""
    for part, is_marked in lines.parted(text, marked):
        run = paragraph.add_run(without_controls(part))
        if is_marked:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def set_exact(paragraph: Paragraph, spacing: Length) -> None:
    """The paragraph's lines are exactly so far apart, whatever the grid, with nothing around it."""
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, spacing
    layout.space_before = layout.space_after = Pt(0)
    layout.widow_control = False
    off_grid(paragraph)


def indent(paragraph: Paragraph, size: Length = measures.TEXT_SIZE, **characters: float) -> None:
    """Indents in characters of `size`: firstLine, hanging, left, right. The same in points stands
    beside them, for programs that do not know characters.
    """
    properties = paragraph._p.get_or_add_pPr()
    found = properties.get_or_add_ind()
    for name, count in characters.items():
        found.set(qn(f"w:{name}Chars"), str(round(100 * count)))
        found.set(qn(f"w:{name}"), str(round(20 * size.pt * count)))


def off_grid(paragraph: Paragraph) -> None:
    """The paragraph does not keep to the grid of the page."""
    _insert(paragraph._p.get_or_add_pPr(), element("snapToGrid", val=0), _AFTER_SNAP)


def break_anywhere(paragraph: Paragraph) -> None:
    """A long code in Latin letters is broken at the edge of its cell."""
    _insert(paragraph._p.get_or_add_pPr(), element("wordWrap", val=0), _AFTER_WRAP)


def underline(paragraph: Paragraph, colour: str) -> None:
    """A line in that colour under the paragraph, over the width of the text."""
    border = element("pBdr")
    border.append(element("bottom", val="single", sz=18, space=4, color=colour))
    _insert(paragraph._p.get_or_add_pPr(), border, _AFTER_BORDER)


def put_in_frame(paragraph: Paragraph, top: Length) -> None:
    """The paragraph stands at the right, so far from the upper edge of the page, and moves nothing
    of what is around it.
    """
    place = element(
        "framePr",
        wrap="around",
        vAnchor="page",
        hAnchor="margin",
        xAlign="right",
        y=int(20 * top.pt),
    )
    _insert(paragraph._p.get_or_add_pPr(), place, _AFTER_FRAME)


def set_outline(paragraph: Paragraph, level: int) -> None:
    """The paragraph is a heading of that level, from 0, for the navigation of the program."""
    paragraph._p.get_or_add_pPr().append(element("outlineLvl", val=level))


# what follows in the order of the schema
_AFTER_SNAP = (
    "spacing",
    "ind",
    "contextualSpacing",
    "mirrorIndents",
    "suppressOverlap",
    "jc",
    "textDirection",
    "textAlignment",
    "textboxTightWrap",
    "outlineLvl",
    "divId",
    "cnfStyle",
    "rPr",
    "sectPr",
    "pPrChange",
)
_AFTER_WRAP = (
    "overflowPunct",
    "topLinePunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "bidi",
    "adjustRightInd",
    "snapToGrid",
    *_AFTER_SNAP,
)


_AFTER_BORDER = ("shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", *_AFTER_WRAP)
_AFTER_FRAME = ("widowControl", "numPr", "suppressLineNumbers", "pBdr", *_AFTER_BORDER)


def _insert(parent: BaseOxmlElement, child: BaseOxmlElement, successors: tuple[str, ...]) -> None:
    """Puts the child in front of the first of its successors."""
    names = {qn(f"w:{name}") for name in successors}
    for place, other in enumerate(parent):
        if other.tag in names:
            parent.insert(place, child)
            return
    parent.append(child)


def set_grid(section_properties: BaseOxmlElement, spacing: Length) -> None:
    """The lines of the page are so far apart (5.2.3). Its characters are set closer instead of by
    the grid, since some programs give a character that is wider than its cell two of them.
    """
    for old in section_properties.findall(qn("w:docGrid")):
        section_properties.remove(old)
    section_properties.append(element("docGrid", type="lines", linePitch=round(20 * spacing.pt)))


def add_page_number(paragraph: Paragraph) -> None:
    """— 1 —, in 4号 半角宋体 (7.5)."""
    font = (measures.SONG, measures.NUMBER_SIZE, measures.SONG)
    add_run(paragraph, "— ", *font)
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("", "1"), ("end", "")):
        run = add_run(paragraph, "", *font)
        if kind:
            run._r.append(element("fldChar", fldCharType=kind))
        elif text == "PAGE":
            instruction = element("instrText")
            instruction.text = text
            run._r.append(instruction)
        else:
            run.text = text
    add_run(paragraph, " —", *font)


def forget_theme(document: Document) -> None:
    """The defaults of the document name no theme's fonts, and its language is Chinese."""
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        for name in _THEMED:
            fonts.attrib.pop(qn(f"w:{name}"), None)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def set_attributes(target: BaseOxmlElement, attributes: Mapping[str, object]) -> None:
    for name, value in attributes.items():
        target.set(qn(f"w:{name}"), str(value))
