"""Where things stand on a slide, and how large they are; nothing is below 18 points."""

from pptx.dml.color import RGBColor
from pptx.util import Inches, Pt

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, TEXT_WIDTH = Inches(0.6), Inches(12.13)
MARK_TOP, MARK_HEIGHT = Inches(0.02), Inches(0.35)
TITLE_TOP, TITLE_HEIGHT = Inches(0.42), Inches(1.15)
BODY_TOP, BODY_END = Inches(1.65), Inches(6.7)
FOOT_TOP, FOOT_HEIGHT = Inches(6.85), Inches(0.45)
#: between two things beside or below each other
GAP = Inches(0.25)

#: sizes of a title, the largest first that sets it in two lines
TITLE_SIZES = (Pt(30), Pt(26), Pt(22), Pt(20), Pt(18))
#: a title that is longer at the smallest of them is shortened
MOST_TITLE_LINES = 3
COVER_SIZE = Pt(44)
TEXT_SIZE, LEAST_SIZE = Pt(20), Pt(18)
#: a line of text is so much higher than its letters, in a cell, and what is left after a paragraph
LINE, CELL_LINE, AFTER = 1.3, 1.32, 0.3
#: of a table's row with one line
ROW_HEIGHT = Inches(0.44)
CELL_SIDE, CELL_TOP = Inches(0.08), Inches(0.03)

INK, ACCENT, MUTED, WANTING, PAPER = (
    RGBColor(0x1A, 0x1A, 0x1A),
    RGBColor(0x1F, 0x4E, 0x79),
    RGBColor(0x59, 0x59, 0x59),
    RGBColor(0xC0, 0x00, 0x00),
    RGBColor(0xFF, 0xFF, 0xFF),
)
#: the lights of an entry, as words in their colours
LIGHTS = {
    "红": WANTING,
    "黄": RGBColor(0x9C, 0x65, 0x00),
    "绿": RGBColor(0x1E, 0x6B, 0x2E),
}
#: fonts of the theme: of headings, of all else, of Latin letters and digits
HEADING_FONT, BODY_FONT, LATIN_FONT = "黑体", "微软雅黑", "Arial"
