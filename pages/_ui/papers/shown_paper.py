"""Which paper is shown, and as it stands for whoever looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import streamlit as st

from govsvc.board import Board
from govsvc.documents import papers
from govsvc.documents.papers import Kind
from govsvc.documents.papers.editing import Edited, Steps, compose
from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import NotAllowed
from govsvc.domain.paper_versions import PaperVersion
from govsvc.domain.rectification import Settings, settings
from govsvc.security import Right
from pages._ui import data, pickers


@dataclass(frozen=True)
class ShownPaper:
    """`spacing`: of its lines, in points; `goes_out_as`: of a kind that goes out as more than one
    thing, which.
    """

    board: Board
    month: date
    kind: Kind
    edited: Edited
    spacing: Decimal
    goes_out_as: str = ""

    @property
    def name(self) -> str:
        """总结, 通报（正式）"""
        return f"{self.kind.name}（{self.goes_out_as}）" if self.goes_out_as else self.kind.name

    @property
    def may_write(self) -> bool:
        return data.actor().may(Right.UPLOAD_ALL)

    def steps(self) -> Steps:
        """What the visitor may do to it; his rights are asked again at each write."""
        return Steps(data.store(), self.board, self.kind, self.edited, self.goes_out_as)


def chosen_kind() -> Kind:
    """The kind that is picked."""
    names = list(papers.BY_NAME)
    picked = st.segmented_control(
        "材料",
        names,
        label_visibility="collapsed",
        required=True,
        key="kind",
        on_change=pickers.follow("kind", names[0], names),
    )
    return papers.BY_NAME[picked or names[0]]


def chosen_version(kind: Kind) -> str:
    """What it is to go out as, of a kind that goes out as more than one thing; else ""."""
    if not kind.versions:
        return ""
    picked = st.segmented_control(
        "发出的是",
        kind.versions,
        label_visibility="collapsed",
        required=True,
        key="as",
        on_change=pickers.follow("as", kind.versions[0], kind.versions),
    )
    return str(picked or kind.versions[0])


def of_month(board: Board, month: date, kind: Kind, goes_out_as: str) -> ShownPaper | None:
    """The paper as it stands; None where it is a draft, which the visitor may not see."""
    store = data.store()
    try:
        versions = store.papers.versions(kind.key, month)
    except NotAllowed:
        return None
    of_papers = stored_settings()
    edited = _edited(
        board,
        kind,
        versions,
        store.address,
        store.version(),
        board.as_of,
        kind.key,
        month,
        goes_out_as,
        of_papers.office,
        data.now().date(),
    )
    if not data.actor().may(Right.UPLOAD_ALL) and edited.approval is None:
        return None  # it was approved, and the data have changed since
    return ShownPaper(board, month, kind, edited, of_papers.spacing, goes_out_as)


def stored_settings() -> Settings:
    """Who signs, and the spacing of lines: the same as of letters."""
    return settings.of_settings(data.reading().settings.all())


@st.cache_resource(show_spinner=False, max_entries=16)
def _edited(
    _board: Board,
    _kind: Kind,
    _versions: Sequence[PaperVersion],
    address: DatabaseAddress,
    version: int,
    as_of: int | None,
    kind: str,
    month: date,
    goes_out_as: str,
    office: str,
    day: date,
) -> Edited:
    ledger = data.ledger()
    generated = _kind.draft(papers.Occasion(_board, month, office, day, goes_out_as, ledger))
    return compose(_board, generated, _versions, goes_out_as, ledger)
