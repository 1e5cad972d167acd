"""The office's own document that papers are written into: what is looked for in it."""

from dataclasses import dataclass
from datetime import datetime

#: a paragraph that says this alone is where the paper goes; where there is none it goes to the end
PLACE = "【正文】"
#: megabytes of the document
MOST_MEGABYTES = 2
#: part of a paper → names of the paragraph style that it is set in, where the document has one
STYLES: dict[str, tuple[str, ...]] = {
    "title": ("公文标题", "文件标题"),
    "text": ("公文正文", "文件正文"),
    "heading1": ("公文一级标题", "公文标题1"),
    "heading2": ("公文二级标题", "公文标题2"),
    "heading3": ("公文三级标题", "公文标题3"),
}
#: the same parts as they are called
PARTS = {
    "title": "标题",
    "text": "正文",
    "heading1": "一级标题",
    "heading2": "二级标题",
    "heading3": "三级标题",
}


@dataclass(frozen=True, slots=True)
class LetterheadFacts:
    """What a document has that is used. `margins`: top, bottom, left, right in millimetres;
    `styles`: part of a paper → name of its style.
    """

    has_place: bool
    margins: tuple[int, int, int, int]
    styles: dict[str, str]

    @property
    def sentences(self) -> list[str]:
        """What is taken from it, and what is not."""
        top, bottom, left, right = self.margins
        place = (
            f"材料写在“{PLACE}”那一段的位置，前后的内容（红头、版记）不变"
            if self.has_place
            else f"文件里没有单独写着“{PLACE}”的一段：材料接在全文后面"
        )
        used = "、".join(f"{PARTS[part]}用“{name}”" for part, name in self.styles.items())
        usual = "、".join(name for part, name in PARTS.items() if part not in self.styles)
        return [
            place,
            f"页边距取自文件：上{top}、下{bottom}、左{left}、右{right}毫米",
            *([f"样式：{used}"] if used else []),
            *([f"{usual}没有找到样式，字体字号按国家标准"] if usual else []),
        ]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The document that is kept. `file`: its name; `who`, `at`: uploaded it."""

    file: str
    content: bytes
    who: str
    at: datetime
