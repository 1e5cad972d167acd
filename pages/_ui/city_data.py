"""What the page of a city is shown: cached reads of its counties.

They are keyed by the data versions of the city and of each county, which are asked anew each time.
"""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc import city
from govsvc.city import City, CityMonth, Counts, CountyDifference, States
from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from pages._ui import data

#: parameter of the address: the counties that have not closed the month are counted, too
_OPEN = "open"
#: data version of each county, or why it is not known
Versions = tuple[str, ...]


def is_city() -> bool:
    """Whether the data list the counties of a city."""
    try:
        return bool(data.reading().settings.counties().counties)
    except GovsvcError:  # the frame says what it is
        return False


def is_city_alone() -> bool:
    """Whether they hold no month of a county beside that."""
    return is_city() and not data.board().months()


def with_open() -> bool:
    """Whether counties that have not closed the month are counted, too."""
    return st.query_params.get(_OPEN) == "1"


def open_toggle() -> None:
    """The switch for that."""
    st.session_state["city_open"] = with_open()
    st.toggle("计入未定稿的", key="city_open", on_change=_switch)


def _switch() -> None:
    if st.session_state["city_open"]:
        st.query_params[_OPEN] = "1"
    else:
        st.query_params.pop(_OPEN, None)


def present() -> City:
    """The city at the present data version."""
    store = data.reading()
    return _city(store.address, store.version())


@st.cache_resource(show_spinner=False, max_entries=2)
def _city(address: DatabaseAddress, version: int) -> City:
    return City(data.reading())


def _key() -> tuple[DatabaseAddress, int, Versions]:
    """What a read of all counties depends on."""
    store = data.reading()
    versions = present().versions()
    return store.address, store.version(), tuple(map(str, versions))


@st.cache_resource(show_spinner=False, max_entries=4)
def _states(address: DatabaseAddress, version: int, versions: Versions) -> Sequence[States]:
    return present().states()


def states() -> Sequence[States]:
    """What each county has, in the order of the directory."""
    return _states(*_key())


def months() -> list[date]:
    """The months that any county has closed, or has values of where those count, too; the latest
    first.
    """
    return city.months(states(), with_open())


@st.cache_resource(show_spinner=False, max_entries=16)
def _month(
    address: DatabaseAddress, version: int, versions: Versions, month: date, with_open: bool
) -> CityMonth:
    return present().month(month, _states(address, version, versions), with_open)


def month(wanted: date) -> CityMonth:
    """All counties in the month."""
    return _month(*_key(), wanted, with_open())


@st.cache_resource(show_spinner=False, max_entries=8)
def _townships(
    address: DatabaseAddress, version: int, versions: Versions, month: date, with_open: bool
) -> dict[str, dict[str, dict[str, Counts]]]:
    return present().townships(_month(address, version, versions, month, with_open))


def townships(wanted: date) -> dict[str, dict[str, dict[str, Counts]]]:
    """County → township → indicator key → counts, of the stations."""
    return _townships(*_key(), wanted, with_open())


@st.cache_resource(show_spinner=False, max_entries=8)
def _differences(
    address: DatabaseAddress, version: int, versions: Versions, month: date, with_open: bool
) -> list[CountyDifference]:
    shown = _month(address, version, versions, month, with_open)
    return city.differences(shown, present().rules_of_counties(shown))


def differences(wanted: date) -> list[CountyDifference]:
    """What counties publish otherwise than the city counts it."""
    return _differences(*_key(), wanted, with_open())
