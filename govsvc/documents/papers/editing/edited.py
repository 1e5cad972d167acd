"""The draft of the data and the words of persons put together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TypeAlias

from govsvc.board import Board
from govsvc.documents.papers import checking
from govsvc.documents.papers.checking import Finding
from govsvc.documents.papers.editing.block import Block
from govsvc.documents.papers.editing.cells import is_of_cell, open_cells, with_cells
from govsvc.documents.papers.editing.numbering import renumbered
from govsvc.documents.papers.editing.typed import Origin, parts_of
from govsvc.documents.papers.model import Draft, Paragraph, text_of
from govsvc.domain.months import month_text
from govsvc.domain.paper_versions import APPROVED, DRAFT_MARK, PaperVersion, Words
from govsvc.domain.rates import UNKNOWN
from govsvc.sheets.formats.paper_blocks import Block as PaperBlock
from govsvc.workflow.rectification import Ledger


@dataclass(frozen=True, slots=True)
class Point:
    """Something that is open in a paper. `where`: it stands; `key`: of the paragraph, "" of the
    whole paper; `is_gap`: it is to be filled in, else to be checked.
    """

    where: str
    text: str
    key: str = ""
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """A paper as it stands. `generated`: what the data alone say; `draft`: as it is printed;
    `blocks`: its paragraphs one by one; `versions`: the latest first; `approval`: the one that was
    approved as the paper stands, None where nobody did; `is_outdated`: it was approved, and the
    data say something else since.
    """

    generated: Draft
    draft: Draft
    blocks: tuple[Block, ...]
    versions: tuple[PaperVersion, ...]
    approval: PaperVersion | None
    is_outdated: bool = False

    @property
    def last(self) -> PaperVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def points(self) -> list[Point]:
        """What a person has to fill in, then what is to be checked."""
        of_paragraphs = [
            Point(where, gap.text, one.key.partition("#")[0], is_gap=True)
            for chapter, one in self.draft.placed_paragraphs()
            for where, gap in one.placed_gaps(chapter)
        ]
        others = list(self.draft.placed_gaps())[len(of_paragraphs) :]
        return [
            *of_paragraphs,
            *(Point(where, gap.text, is_gap=True) for where, gap in others),
            *(Point("全文", note) for note in self.generated.notes),
            *(Point("全文", text, key) for key, text in _notes(self.blocks)),
        ]

    @property
    def state(self) -> str:
        """初稿，待补充4处、待核对1处; 已审核."""
        if self.approval:
            return f"已审核（{self.approval.who}，{self.approval.at:%Y-%m-%d}）"
        gaps = sum(point.is_gap for point in self.points)
        checks = len(self.points) - gaps
        counts = [f"待补充{gaps}处"] * bool(gaps) + [f"待核对{checks}处"] * bool(checks)
        return "，".join(filter(None, [DRAFT_MARK, "、".join(counts)]))

    @property
    def words(self) -> tuple[Words, ...]:
        return self.last.words if self.last else ()

    def block(self, key: str) -> Block | None:
        return next((one for one in self.blocks if one.key == key), None)


def compose(
    board: Board,
    generated: Draft,
    versions: Sequence[PaperVersion] = (),
    goes_out_as: str = "",
    ledger: Ledger | None = None,
) -> Edited:
    """The paper of the data with the words of its last version. `versions`: the latest first;
    `goes_out_as`: what approvals of it are about, of a kind that goes out as more than one thing;
    `ledger`: the 整改台账, which numbers of persons are compared with, too.
    """
    words = {one.key: one for one in versions[0].words} if versions else {}
    origin = Origin(month_text(generated.month), versions[0].name if versions else "")
    blocks = _hidden(_placed(generated.paragraphs, words, origin))
    findings = _findings(board, generated, blocks, ledger)
    blocks = [_filled(one, findings, origin) for one in blocks]
    paragraphs = renumbered([line for one in blocks for line in one.printed])
    by_key = {line.key: line for line in paragraphs}
    blocks = [
        replace(one, printed=tuple(by_key[line.key] for line in one.printed)) for one in blocks
    ]
    draft = replace(
        generated,
        paragraphs=tuple(paragraphs),
        notes=(*generated.notes, *(text for _, text in _notes(blocks))),
        mark=_unapproved(generated.mark),
    )
    text = text_of_draft(draft)
    approved = takewhile(lambda one: one.step == APPROVED, versions)
    mine = [one for one in approved if one.about == goes_out_as]
    approval = next((one for one in mine if one.text == text), None)
    if approval:
        mark = "" if generated.mark == DRAFT_MARK else generated.mark
        draft = replace(draft, mark=mark, day=approval.at.date())
    is_outdated = bool(mine) and approval is None
    return Edited(generated, draft, tuple(blocks), tuple(versions), approval, is_outdated)


def _unapproved(mark: str) -> str:
    """What a paper calls itself that nobody has approved as it stands."""
    return f"{mark}（{DRAFT_MARK}）" if mark not in ("", DRAFT_MARK) else DRAFT_MARK


def text_of_draft(draft: Draft) -> tuple[str, ...]:
    """The whole paper, its title first, then what it says, then who signs and what is attached."""
    lists = [(one.name, one.parts) for one in draft.attachments]
    return (
        "".join(draft.title),
        *filter(None, [draft.addressee]),
        *(line for one in draft.paragraphs for line in _lines(one)),
        draft.office,
        *("　".join([name, *map(text_of, parts)]) for name, parts in lists),
    )


def _lines(one: Paragraph) -> Iterator[str]:
    """A paragraph with the rows of its table and the places of its chart."""
    if one.text:
        yield one.text
    if one.table:
        yield one.table.name
        yield from ("　".join(map(text_of, row)) for row in one.table.rows)
        yield text_of(one.table.note)
    if one.chart:
        yield one.chart.name
        for point in one.chart.points:
            yield f"{point.name}　{point.figure.text if point.figure else UNKNOWN}"


def _placed(
    paragraphs: Sequence[Paragraph], words: Mapping[str, Words], origin: Origin
) -> list[Block]:
    """The paragraphs of the data, and behind the ones that they stood behind those of persons which
    the data have no more.
    """
    blocks = [
        Block(
            one.key,
            with_cells(one, words, origin),
            words.get(one.key),
            open_cells=tuple(open_cells(one)),
        )
        for one in paragraphs
    ]
    known = {one.key for one in blocks}
    for one in words.values():
        if one.key not in known and one.text and not is_of_cell(one.key):
            places = [place for place, other in enumerate(blocks, 1) if other.key == one.after]
            blocks.insert(places[0] if places else len(blocks), Block(one.key, None, one))
            known.add(one.key)
    return blocks


def _hidden(blocks: Sequence[Block]) -> list[Block]:
    """What stands under a heading that is not printed is not printed either."""
    found, hiding = [], 0
    for one in blocks:
        if one.level and (not hiding or one.level <= hiding):
            hiding = one.level if one.is_left_out else 0
            found.append(one)
        else:
            found.append(replace(one, is_hidden=bool(hiding)))
    return found


#: (key of a paragraph, place of a line of a person in it) → what the data say to its numbers
Findings: TypeAlias = Mapping[tuple[str, int], Sequence[Finding]]


def _findings(
    board: Board, draft: Draft, blocks: Sequence[Block], ledger: Ledger | None
) -> Findings:
    typed = [
        (one.key, place, line)
        for one in blocks
        if one.words and not one.is_hidden
        for place, line in enumerate(one.lines)
    ]
    found: dict[tuple[str, int], list[Finding]] = {}
    lines = [PaperBlock("", line) for *_, line in typed]
    for said in checking.check(board, draft.month, lines, ledger) if typed else ():
        key, place, _ = typed[said.place - 1]
        found.setdefault((key, place), []).append(said)
    return found


def _filled(block: Block, findings: Findings, origin: Origin) -> Block:
    """The block with its paragraphs as they are printed."""
    if block.is_hidden or block.is_left_out:
        return block
    if block.words is None:
        assert block.generated, "a block has words of the data or of a person"
        return replace(block, printed=(block.generated,))
    printed: list[Paragraph] = []
    said: list[Finding] = []
    for place, line in enumerate(block.lines):
        known = findings.get((block.key, place), ())
        parts, of_person = parts_of(line, block.generated, known, origin)
        key = f"{block.key}#{place + 1}" if place else block.key
        printed.append(Paragraph(key, parts, 0 if place else block.level))
        said += of_person
    if block.generated:
        shown = block.generated
        printed[-1] = replace(printed[-1], table=shown.table, chart=shown.chart)
    return replace(block, printed=tuple(printed), findings=tuple(said))


def _notes(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """(key of the paragraph, what is to be checked of a person's words)."""
    for one in blocks:
        if one.is_hidden or one.is_left_out or one.words is None:
            continue
        name = f"人工修改的一段（{one.name}）"
        if one.is_gone:
            yield one.key, f"{name}，数据里已没有对应的内容，请核对后保留或删去"
        elif one.has_changed:
            yield one.key, f"{name}，修改后数据有变化，请核对"
        for said in one.wrong:
            known = f"{said.subject}{said.what}"
            yield one.key, f"{name}写作{said.said}，数据为{said.known}：{known}"
