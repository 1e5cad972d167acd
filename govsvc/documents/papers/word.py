"""A paper as a Word file, with the 数据核对表 of all its numbers behind it."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from docx.shared import Pt

from govsvc.documents.official import Attachment, Column, Paper
from govsvc.documents.papers.model import Draft, Figure, Gap

CHECK_TABLE, OPEN_TABLE = "数据核对表", "待补充和待核对事项"
#: shares of the width in millimetres
_CHECKED = (
    Column("序号", 11, is_centred=True),
    Column("数字", 27),
    Column("指标、清单", 25),
    Column("含义", 22),
    Column("月份", 25, is_centred=True),
    Column("分子/分母", 31, is_centred=True),
    Column("来源", 18, is_centred=True),
    Column("版本", 23, is_centred=True),
    Column("文中位置", 19),
    Column("查看", 18, is_centred=True),
)
_OPEN = (Column("序号", 0.5, is_centred=True), Column("文中位置", 1.5), Column("内容", 4))


def content(draft: Draft, spacing: Decimal, made_at: datetime) -> bytes:
    """The file. `spacing`: of lines, in points."""
    title = "".join(draft.title)
    paper = Paper(Pt(float(spacing)), name=title, author=draft.office, made_at=made_at)
    paper.number("初稿")
    paper.blank()
    paper.title(*draft.title)
    for one in draft.paragraphs:
        if one.level:
            paper.heading(one.text, one.level)
        else:
            paper.paragraph(one.text, marked=[gap.text for gap in one.gaps])
    attachments = [check_table(draft), *open_table(draft)]
    paper.attachment_note([attachment.name for attachment in attachments])
    office = draft.office or Gap("署名单位").text
    paper.signature(office, draft.day, is_sealed=False)
    paper.attach(attachments)
    return paper.content()


def check_table(draft: Draft) -> Attachment:
    """数据核对表: every number of the paper, where it stands and where it comes from; one that
    stands in several places once.
    """
    places: dict[Figure, list[str]] = {}
    for where, figure in draft.placed_figures():
        found = places.setdefault(replace(figure, beside=""), [])
        if where not in found:
            found.append(where)
    rows = [
        (
            str(number),
            figure.number,
            figure.about,
            figure.what,
            figure.period,
            figure.counts or "—",
            figure.source,
            figure.edition,
            "、".join(where),
            figure.page,
        )
        for number, (figure, where) in enumerate(places.items(), start=1)
    ]
    return Attachment(CHECK_TABLE, _CHECKED, rows)


def open_table(draft: Draft) -> list[Attachment]:
    """What a person has to write or to check; none where there is nothing."""
    texts = [(where, gap.text) for where, gap in draft.placed_gaps()]
    texts += [("全文", note) for note in draft.notes]
    rows = [(str(place), *text) for place, text in enumerate(texts, start=1)]
    return [Attachment(OPEN_TABLE, _OPEN, rows)] if rows else []
