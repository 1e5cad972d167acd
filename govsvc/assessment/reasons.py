"""Why an item is on a list, in words: what each sheet says of it, and in which row."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from govsvc.assessment import item_matching, overlays
from govsvc.domain import indicators
from govsvc.domain.indicators import (
    DISAGREES,
    ITEMS,
    LACKS_DOCUMENT,
    NOT_IN_FORCE,
    PartialSheet,
    ProblemList,
)
from govsvc.domain.months import month_text
from govsvc.domain.rows import Entry, ListRow
from govsvc.domain.validity import is_in_force

_WORDS = {True: "是", False: "否"}
_HEADERS = {flag.key: flag.header for flag in indicators.flags_of(ITEMS)}


class Grounds(NamedTuple):
    """Why a row is on a list, in words, and the kind of the partial sheet that decides, of several
    the first; both "" where the item list alone decides.
    """

    text: str = ""
    deciding_kind: str = ""


def of_rows(
    problem_list: ProblemList, rows: Sequence[ListRow], partials: overlays.Rows
) -> list[Grounds]:
    """For each of the rows, all of one month, why it is on the list."""
    items = [
        Entry(row.kind, row.month, row.unit, row.key, row.name, row.attributes, row.flags)
        for row in rows
    ]
    evidence = overlays.evidence(items, partials)
    return [of_row(problem_list, row, evidence.get(item, ())) for item, row in enumerate(rows)]


def of_row(problem_list: ProblemList, row: ListRow, evidence: Sequence[Entry]) -> Grounds:
    """Why the row is on the list. `evidence`: the rows of partial sheets that speak of the item."""
    if problem_list.mark == DISAGREES:
        return Grounds("；".join(_both_sides(row, evidence)))
    if problem_list.mark in (LACKS_DOCUMENT, NOT_IN_FORCE):
        return Grounds("；".join(_exemptions(problem_list.mark, row, evidence)))
    deciding = {
        flag: sheet
        for flag in _flags_of(problem_list)
        if flag in row.overlaid and (sheet := _deciding_sheet(flag, row, evidence))
    }
    texts = [
        _statement(sheet, flag, row.overlaid[flag], evidence) for flag, sheet in deciding.items()
    ]
    first = next((sheet.kind for sheet in deciding.values()), "")
    return Grounds("；".join(dict.fromkeys(texts)), first)


def owners(problem_list: ProblemList, rows: Sequence[ListRow]) -> list[str]:
    """Names of the partial sheets that set values which put these rows on the list."""
    every = [flag for partial in indicators.PARTIALS for flag in partial.owns]
    mine = (
        every
        if problem_list.mark == DISAGREES
        else overlays.EXEMPTING
        if problem_list.mark
        else _flags_of(problem_list)
    )
    return [
        partial.name
        for partial in indicators.PARTIALS
        if any(flag in row.overlaid for row in rows for flag in partial.owns if flag in mine)
    ]


def _flags_of(problem_list: ProblemList) -> tuple[str, ...]:
    if problem_list.flag:
        return (problem_list.flag,)
    indicator = indicators.by_key(problem_list.indicator)
    return (*indicator.met, *indicator.unless)


def values(problem_list: ProblemList, row: ListRow) -> str:
    """是否进驻大厅：否（大厅进驻台账；部门填“是”）: what decides whether the row is on the list,
    and who says so; "" where nothing does.
    """
    shown = (
        list(dict.fromkeys((*_flags_of(problem_list), *row.overlaid)))
        if problem_list.mark
        else _flags_of(problem_list)
    )
    headers = {flag.key: flag.header for flag in indicators.FLAGS}
    texts = []
    for flag in shown:
        owner = indicators.owner_of(flag)
        if owner and flag in row.overlaid:
            claimed = (
                f"；部门填“{_WORDS[row.flags[flag]]}”"
                if row.flags.get(flag, row.overlaid[flag]) != row.overlaid[flag]
                else ""
            )
            texts.append(f"{headers[flag]}：{_WORDS[row.overlaid[flag]]}（{owner.name}{claimed}）")
        elif flag in row.flags and flag in headers:
            texts.append(f"{headers[flag]}：{_WORDS[row.flags[flag]]}")
    return "；".join(texts)


def _both_sides(row: ListRow, evidence: Sequence[Entry]) -> list[str]:
    texts = [
        f"{_HEADERS[flag]}：部门填“{_WORDS[claimed]}”，{_statement(sheet, flag, answer, evidence)}"
        for flag, claimed, answer in overlays.disagreements(row.flags, row.overlaid)
        if (sheet := _deciding_sheet(flag, row, evidence))
    ]
    for flag, required in overlays.contradictions(row.flags, row.overlaid):
        texts.append(f"{_side_of(flag, row, evidence)}，但{_side_of(required, row, evidence)}")
    return texts


def _side_of(flag: str, row: ListRow, evidence: Sequence[Entry]) -> str:
    owner = _deciding_sheet(flag, row, evidence)
    if owner and flag in row.overlaid:
        return _statement(owner, flag, row.overlaid[flag], evidence)
    return f"部门在“{_HEADERS[flag]}”填“{_WORDS[row.flags[flag]]}”"


def _statement(partial: PartialSheet, flag: str, overlaid: bool, evidence: Sequence[Entry]) -> str:
    """What a partial sheet says of a flag:
    省平台导出清单中没有；督查问题清单（…第5行）：明进暗不进，2026-10-12现场抽查。
    """
    mine = [entry for entry in evidence if entry.kind == partial.kind and flag in entry.flags]
    # what decided comes first: of two rows a yes holds
    mine.sort(key=lambda entry: entry.flags[flag] != overlaid)
    if not mine:
        return f"{partial.name}中{'有' if overlaid else '没有'}"
    return f"{partial.name}{_details(partial, flag, overlaid, mine[0])}{_place(mine[0])}"


def _deciding_sheet(flag: str, row: ListRow, evidence: Sequence[Entry]) -> PartialSheet | None:
    """The partial sheet whose answer holds for the flag: of several the one that gave that answer,
    else the flag's owner.
    """
    speakers = {
        entry.kind
        for entry in evidence
        if entry.flags.get(flag) is not None and entry.flags[flag] == row.overlaid.get(flag)
    }
    owners = [partial for partial in indicators.OVERLAY_SHEETS if flag in partial.owns]
    return next(
        (partial for partial in owners if partial.kind in speakers), indicators.owner_of(flag)
    )


def _place(entry: Entry) -> str:
    return f"（{entry.file}“{entry.sheet}”第{entry.row}行）" if entry.file else ""


def _details(partial: PartialSheet, flag: str, overlaid: bool, entry: Entry) -> str:
    text = entry.attributes.get
    if partial.is_exempting:
        return f"：{'，'.join(_exemption_parts(entry))}"
    parts = [partial.owns[flag][0] if partial.owns[flag] else ""]
    parts += [
        "".join(
            filter(
                None,
                (
                    text("found_on"),
                    text("found_by"),
                    "发现" if text("found_on") or text("found_by") else "",
                ),
            )
        ),
        f"{text('confirmed_by')}认定" if text("confirmed_by") else "",
        text("evidence") or "",
        text("reason") or "",
    ]
    state = next((text(field) for field in ("state", "way", "status", "hall") if text(field)), "")
    parts.append(state if state else "" if overlaid else "标为否")
    text_of_parts = "，".join(part for part in parts if part)
    return f"：{text_of_parts}" if text_of_parts else "中有"


def _exemption_parts(entry: Entry) -> list[str]:
    text = entry.attributes.get
    since, until = text("valid_from"), text("valid_until")
    return list(
        filter(
            None,
            (
                text("reason"),
                text("document") or "没有依据文号",
                f"自{since}起" if since else "",
                until if until == "长期" else f"有效期至{until}" if until else "",
            ),
        )
    )


def _exemptions(mark: str, row: ListRow, evidence: Sequence[Entry]) -> list[str]:
    """The exemptions of the lists that have the mark; where there are none, the department's own
    reason.
    """
    texts = []
    for partial in indicators.PARTIALS:
        if partial.is_exempting:
            for entry in evidence:
                holds = is_in_force(entry.attributes, row.month)
                wanted = (
                    holds and not entry.attributes.get("document")
                    if mark == LACKS_DOCUMENT
                    else not holds
                )
                if entry.kind == partial.kind and any(entry.flags.values()) and wanted:
                    late = "" if holds else f"，{month_text(row.month)}末不在有效期内"
                    texts.append(
                        f"{partial.name}：{'，'.join(_exemption_parts(entry))}{late}{_place(entry)}"
                    )
    if not texts and mark == LACKS_DOCUMENT:
        claimed = "、".join(_HEADERS[flag] for flag in overlays.EXEMPTING if row.flags.get(flag))
        reason = row.attributes.get("reason")
        texts.append(f"部门在“{claimed}”填{f'“{reason}”' if reason else '“是”'}，没有依据文号")
    return texts


def unmatched_text(why: str) -> str:
    """Why a row of a partial sheet is not used, and what to do."""
    return _UNMATCHED[why]


_UNMATCHED: Mapping[str, str] = {
    item_matching.NO_ITEM: "在本月政务服务事项表中没有，未采用",
    item_matching.SEVERAL_ITEMS: "在本月政务服务事项表中按部门和名称对应多个事项，未采用",
}
