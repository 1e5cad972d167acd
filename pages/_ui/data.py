"""The store as the present visitor may use it, and cached reads.

The reads are keyed by where the data lie and the data version, so that a commit is seen at once.
"""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import streamlit as st

from govsvc import reconciling
from govsvc.admin import access
from govsvc.assessment.problems import Problem
from govsvc.board import Board, ValueHistory
from govsvc.board.briefing import Slide, slides
from govsvc.demo import loading
from govsvc.domain import fetch_days, indicators
from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.indicators import Indicator, ProblemList
from govsvc.domain.rows import Entry
from govsvc.reconciling import Difference
from govsvc.security import Actor
from govsvc.store import Store, open_store
from govsvc.system import clock
from govsvc.workflow.rectification import Ledger
from pages._server import current_actor, first_start
from pages._server.settings import database_address


def now() -> datetime:
    """The clock of the pages: the county's."""
    return clock.now()


def asker() -> Callable[[], Actor]:
    """A function that gives who visits, by the cookie of this visit alone: nothing in the address
    or in the state of the session says so.

    It is to be called anew whenever it matters, since a page or a dialog may outlive a session; a
    thread that knows no visit may call it, too.
    """
    token, source = _visit()
    return lambda: current_actor.sessions(database_address()).actor(token, source, clock.now())


def is_without_password() -> bool:
    """Whether the visitor came by the link of the start, and has not chosen a password."""
    return current_actor.sessions(database_address()).is_without_password(*_visit())


def _visit() -> tuple[str, str]:
    """(the token of the visit's cookie, the address that it comes from)."""
    source = current_actor.address(st.context.ip_address)
    return st.context.cookies.get(current_actor.COOKIE, ""), source


def actor() -> Actor:
    """Who visits now."""
    return asker()()


def store() -> Store:
    """The app's store, acting for the visitor, whose rights it asks anew at every write."""
    return _opened().acting(asker(), current_actor.log(database_address()))


def _opened() -> Store:
    """The app's store; a missing database file is made and filled with the demonstration months.

    A server's schema was made by somebody who means to begin.
    """
    address = database_address()
    if not isinstance(address, Path):
        return open_store(address)
    with first_start.making:
        if not address.exists():
            with st.spinner("正在准备演示数据，约需几秒…"):
                loading.make_demonstration(address, clock.now())
                access.note_accounts(address, clock.now())
        return open_store(address)


@st.cache_resource(show_spinner=False, max_entries=2)
def _books(address: DatabaseAddress, version: int) -> ValueHistory:
    return ValueHistory(open_store(address))


def reading() -> Store:
    """The store at the present data version, for reading alone; its small tables are read once for
    all pages.
    """
    opened = _opened()
    return _books(opened.address, opened.version()).store


def unit_names() -> list[str]:
    """All units of the roster, in its order."""
    return [unit.name for unit in reading().settings.roster().units]


@st.cache_resource(show_spinner=False, max_entries=24)
def _board(address: DatabaseAddress, version: int, as_of: int | None) -> Board:
    opened = open_store(address)
    return Board(opened.at(as_of) if as_of else opened, _books(address, version))


def board(as_of: int | None = None) -> Board:
    """The board of the present data version, or of `as_of`."""
    opened = _opened()
    return _board(opened.address, opened.version(), as_of)


@st.cache_data(show_spinner=False, max_entries=64)
def _problem_rows(
    address: DatabaseAddress, version: int, list_key: str, month: date, as_of: int | None
) -> tuple[list[Problem], list[Problem]]:
    return _board(address, version, as_of).lists.rows(indicators.list_by_key(list_key), month)


def problem_rows(
    list_key: str, month: date, as_of: int | None = None
) -> tuple[list[Problem], list[Problem]]:
    """(rows on the list, rows of the month before that left it), at `as_of` or the present data
    version.
    """
    opened = _opened()
    return _problem_rows(opened.address, opened.version(), list_key, month, as_of)


@st.cache_data(show_spinner=False, max_entries=64)
def _listed(
    address: DatabaseAddress, version: int, list_key: str, month: date, as_of: int | None
) -> list[Problem]:
    return _board(address, version, as_of).lists.rows(
        indicators.list_by_key(list_key), month, with_gone=False
    )[0]


def listed(
    list_keys: tuple[str, ...], month: date, as_of: int | None = None
) -> dict[ProblemList, list[Problem]]:
    """List → the rows on it, at `as_of` or the present data version."""
    opened = _opened()
    return {
        indicators.list_by_key(key): _listed(opened.address, opened.version(), key, month, as_of)
        for key in list_keys
    }


@st.cache_resource(show_spinner=False, max_entries=4)
def _ledger(address: DatabaseAddress, version: int, day: date) -> Ledger:
    return Ledger(reading(), day)


def ledger() -> Ledger:
    """The 整改台账 as it stands today, whatever month is shown."""
    opened = _opened()
    return _ledger(opened.address, opened.version(), now().date())


def shown_indicators() -> list[Indicator]:
    """The province's indicators, and those beside them that the county shows."""
    shown = board()
    months = shown.months()
    return [*indicators.headline_indicators(), *(shown.extras(months[0]) if months else [])]


def following_fetch_days() -> list[fetch_days.FetchDay]:
    """The 取数日 that are set and have not passed."""
    return fetch_days.following(_opened().settings.all(), now().date())


@st.cache_data(show_spinner=False, max_entries=16)
def _unmatched(
    address: DatabaseAddress, version: int, month: date, as_of: int | None
) -> list[tuple[Entry, str]]:
    return _board(address, version, as_of).rows.unmatched(month)


def unmatched(month: date, as_of: int | None = None) -> list[tuple[Entry, str]]:
    """(row of a partial sheet, code of why it was not used), at `as_of` or the present data
    version.
    """
    opened = _opened()
    return _unmatched(opened.address, opened.version(), month, as_of)


@st.cache_data(show_spinner=False, max_entries=16)
def _differences(
    address: DatabaseAddress, version: int, month: date, as_of: int | None, cutoff: date | None
) -> list[Difference]:
    opened = open_store(address)
    comparisons = reconciling.compare(_board(address, version, as_of), month, cutoff)
    return [
        reconciling.explain(opened.at(as_of) if as_of else opened, comparison)
        for comparison in comparisons
        if comparison.differs
    ]


def differences(
    month: date, as_of: int | None = None, cutoff: date | None = None
) -> list[Difference]:
    """Where bulletin and own count differ, with the reasons, at `as_of` or the present data
    version.

    `cutoff`: the bulletin's, where it does not say so itself.
    """
    opened = _opened()
    return _differences(opened.address, opened.version(), month, as_of, cutoff)


@st.cache_data(show_spinner=False, max_entries=16)
def _briefing(
    address: DatabaseAddress,
    version: int,
    month: date,
    as_of: int | None,
    show_effective: bool,
    show_leaders: bool,
    fetch_days: tuple[str, ...],
    day: date,
) -> list[Slide]:
    return slides(
        _board(address, version, as_of),
        month,
        show_effective=show_effective,
        show_leaders=show_leaders,
        fetch_days=fetch_days,
        ledger=_ledger(address, version, day),
    )


def briefing(
    month: date, as_of: int | None = None, *, show_effective: bool, show_leaders: bool
) -> list[Slide]:
    """The slides of 投屏模式, at `as_of` or the present data version."""
    opened = _opened()
    days = tuple(day.text for day in following_fetch_days())
    return _briefing(
        opened.address,
        opened.version(),
        month,
        as_of,
        show_effective,
        show_leaders,
        days,
        now().date(),
    )
