"""A paper as a Word file, with the 数据核对表 of all its numbers behind it."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from docx.shared import Pt

from govsvc.documents.official import Attachment, Column, Paper
from govsvc.documents.papers.model import (
    OFFICE,
    Attached,
    Draft,
    Figure,
    Paragraph,
    cell_text,
    gaps_in,
    text_of,
)
from govsvc.domain.safe_text import shortened

CHECK_TABLE, OPEN_TABLE = "数据核对表", "待补充和待核对事项"
#: columns with their shares of the width in millimetres, and those where names are long
_CHECKED = (
    (Column("序号", is_centred=True), 11, 11),
    (Column("数字"), 26, 22),
    (Column("指标、清单"), 22, 22),
    (Column("含义"), 28, 48),
    (Column("月份", is_centred=True), 27, 27),
    (Column("分子/分母", is_centred=True), 26, 26),
    (Column("来源", is_centred=True), 20, 20),
    (Column("版本", is_centred=True), 26, 15),
    (Column("文中位置"), 19, 14),
    (Column("查看", is_centred=True), 20, 20),
)
#: characters of what a number is, in the mean, from which on names are long
_LONG = 14
#: characters of what a number is in the 数据核对表
_LONGEST = 60
_OPEN = (Column("序号", 0.5, is_centred=True), Column("文中位置", 1.5), Column("内容", 4))


def content(draft: Draft, spacing: Decimal, made_at: datetime, base: bytes | None = None) -> bytes:
    """The file. `spacing`: of lines, in points; `base`: the office's own document that it is
    written into.
    """
    paper = _empty(draft, "".join(draft.title), spacing, made_at, base)
    if draft.masthead:
        issuer = draft.office or OFFICE.text
        marked = [OFFICE.text, *(gap.text for one in draft.issue for gap in one.gaps)]
        issue = "".join(one.text for one in draft.issue)
        paper.masthead(draft.masthead, issue, issuer, draft.day, marked=marked)
    paper.title(*draft.title)
    if draft.addressee:
        paper.addressee(draft.addressee)
    for one in draft.paragraphs:
        if one not in draft.issue:
            _write(paper, one)
    attachments = [_attachment(attached) for attached in draft.attachments]
    if not draft.is_handed_out:
        attachments += [check_table(draft), *open_table(draft)]
    if attachments:
        paper.attachment_note([attachment.name for attachment in attachments])
    if not draft.masthead:
        paper.signature(draft.office or OFFICE.text, draft.day, is_sealed=False)
    paper.attach(attachments)
    return paper.content()


def checks(draft: Draft, spacing: Decimal, made_at: datetime) -> bytes:
    """What is only for the office: 数据核对表 and what is still open, as a file of their own."""
    title = "".join(draft.title)
    paper = _empty(draft, f"{title}{CHECK_TABLE}", spacing, made_at)
    paper.title(*draft.title, blank=False)
    paper.title(CHECK_TABLE)
    attachments = [check_table(draft), *open_table(draft)]
    paper.paragraph(f"{title}的数字见附件1。" if len(attachments) > 1 else f"{title}的数字见附件。")
    paper.attach(attachments)
    return paper.content()


def _empty(
    draft: Draft, name: str, spacing: Decimal, made_at: datetime, base: bytes | None = None
) -> Paper:
    return Paper(
        Pt(float(spacing)),
        name=name,
        author=draft.office,
        made_at=made_at,
        base=base,
        mark=draft.mark,
    )


def _write(paper: Paper, one: Paragraph) -> None:
    marked = [gap.text for gap in one.gaps]
    if one.level:
        paper.heading(one.text, one.level)
    elif one.parts:
        paper.paragraph(one.text, marked=marked)
    if one.table:
        paper.table(
            one.table.columns,
            [list(map(cell_text, row)) for row in one.table.rows],
            one.table.name,
            marked=marked,
            note=text_of(one.table.note),
        )


def _attachment(attached: Attached) -> Attachment:
    groups = [
        ("".join(map(text_of, title)), [list(map(cell_text, row)) for row in rows])
        for title, rows in attached.groups
    ]
    marked = [gap.text for gap in gaps_in(attached.parts)]
    return Attachment(attached.name, attached.columns, groups=groups, marked=marked)


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
            shortened(figure.what, _LONGEST),
            figure.period,
            figure.counts or "—",
            figure.source,
            figure.edition,
            "、".join(where),
            figure.page,
        )
        for number, (figure, where) in enumerate(places.items(), start=1)
    ]
    is_long = sum(len(row[3]) for row in rows) > _LONG * len(rows)
    columns = [replace(one, share=long if is_long else usual) for one, usual, long in _CHECKED]
    return Attachment(CHECK_TABLE, columns, rows)


def open_table(draft: Draft) -> list[Attachment]:
    """What a person has to write or to check; none where there is nothing."""
    texts = [(where, gap.text) for where, gap in draft.placed_gaps()]
    texts += [("全文", note) for note in draft.notes]
    rows = [(str(place), *text) for place, text in enumerate(texts, start=1)]
    return [Attachment(OPEN_TABLE, _OPEN, rows)] if rows else []
