"""Measures and fonts of GB/T 9704—2012; clause numbers stand beside each."""

from docx.shared import Length, Mm, Pt, RGBColor

# 5.2.1: A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm; bottom and right follow
PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
TOP, LEFT, TEXT_WIDTH, TEXT_HEIGHT = Mm(37), Mm(28), Mm(156), Mm(225)
BOTTOM = Length(PAGE_HEIGHT - TOP - TEXT_HEIGHT)
RIGHT = Length(PAGE_WIDTH - LEFT - TEXT_WIDTH)
# 5.2.3: 22 lines a page, 28 characters a line
LINES, CHARACTERS = 22, 28
#: a quarter of a point closer, in 1/20 point: 28 characters of 3号 are in the width of the text
CLOSER = -5

# 5.2.2, 7.3: 3号 text, 2号 title; 7.5: 4号 page number; tables in 小四 are practice
TEXT_SIZE, TITLE_SIZE, NUMBER_SIZE, TABLE_SIZE = Pt(16), Pt(22), Pt(14), Pt(12)
#: between a text and the table below it
ABOVE_TABLE = Pt(6)
#: exact spacing of lines in a table, beside its 小四 text
TABLE_SPACING = Pt(18)
#: exact spacing of a title's lines, which are larger than the text's
TITLE_SPACING = Pt(32)
#: of the head of a 简报, in 小初
MASTHEAD_SIZE, MASTHEAD_SPACING = Pt(36), Pt(56)
RED = RGBColor(0xFF, 0x00, 0x00)
#: 7.3.1: a title of 2号 characters has so many in the width of the page
TITLE_CHARACTERS = int(TEXT_WIDTH.pt / TITLE_SIZE.pt)
# 7.5: the line of the page number begins 7 mm below the text
BELOW_TEXT = Mm(7)
#: from the upper edge of the page to its header; the standard has none
HEADER = Mm(15)

# 5.2.2, 7.3.1, 7.3.3
SONG_TITLE = "方正小标宋简体"
FANG_SONG = "仿宋_GB2312"
HEI = "黑体"
KAI = "楷体_GB2312"
SONG = "宋体"
#: of digits and Latin letters, in all but page numbers
LATIN = "Times New Roman"
#: what stands before a heading of each level, and the font that it has (7.3.3)
LEVEL_FONTS = (HEI, KAI, FANG_SONG, FANG_SONG)

#: a table with more columns is set across the page
MOST_UPRIGHT_COLUMNS = 6
#: between the lines of a table and its texts: beside them, above and below
CELL_SIDE, CELL_TOP = Mm(1), Mm(0.6)
#: a row with a longer text, in characters, may be parted over two pages
MOST_WHOLE = 120
