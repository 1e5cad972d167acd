"""Pickers that live in the URL.

Streamlit's own binding to the address (`bind`) serves only a picker of one page alone, to which no
link leads from where the picker is shown: on the way to another page it takes every parameter that
a picker is bound to out of the address of the link.
"""

from collections.abc import Callable, Container, Mapping, Sequence

import streamlit as st

from govsvc.domain.indicators import Indicator
from pages._ui import data


def indicator(key: str) -> Indicator:
    """The indicator that is picked; at first the first one."""
    by_name = _shown_indicators()
    return by_name[_indicator_name(list(by_name), key)]


def indicator_or(key: str, other: str) -> Indicator | None:
    """The indicator that is picked; None where the last choice, `other`, is."""
    by_name = _shown_indicators()
    return by_name.get(_indicator_name([*by_name, other], key))


def _shown_indicators() -> dict[str, Indicator]:
    """The province's indicators, and those beside them that the county shows."""
    return {indicator.short: indicator for indicator in data.shown_indicators()}


def _indicator_name(names: Sequence[str], key: str) -> str:
    picked = st.segmented_control(
        "指标",
        names,
        label_visibility="collapsed",
        required=True,
        key=key,
        on_change=follow(key, names[0], names),
    )
    return picked or names[0]


def follow(key: str, usual: str, known: Container[str] | None = None) -> Callable[[], None]:
    """Gives the picker of that key, drawn next, what the address says; returns its `on_change`,
    which writes what is picked into the address.

    `usual`: what is not written, and shown where the address has nothing. `known`: the options;
    what is not among them is not shown. None: any text.
    """
    wanted = st.query_params.get(key, usual)
    st.session_state[key] = wanted if known is None or wanted in known else usual

    def changed() -> None:
        value = st.session_state[key]
        choose(key, None if value == usual else value)

    return changed


def follow_several(key: str, known: Sequence[str]) -> Callable[[], None]:
    """As `follow`, of a picker of several options, usually none."""
    wanted = st.query_params.get_all(key)
    st.session_state[key] = [option for option in known if option in wanted]
    return lambda: choose_several(key, st.session_state[key])


def one(
    label: str,
    options: Sequence[str],
    key: str,
    *,
    placeholder: str,
    width: int,
    shown: Callable[[str], str] = str,
) -> str | None:
    """One of the options or none, in the address under `key` as it is; on screen as `shown` says.

    Not bound to the address by Streamlit: the options change with other pickers, and a link to one
    that is not among them shows none.
    """
    wanted = st.query_params.get(key)
    picker = f"{key}_picker"
    st.session_state[picker] = wanted if wanted in options else None
    return st.selectbox(
        label,
        options,
        index=None,
        key=picker,
        format_func=shown,
        placeholder=placeholder,
        width=width,
        on_change=lambda: choose(key, st.session_state[picker]),
    )


def several(
    label: str,
    options: Sequence[str],
    key: str,
    *,
    placeholder: str,
    shown: Callable[[str], str] = str,
) -> list[str]:
    """Some of the options, in the address under `key` as they are; on screen as `shown` says."""
    picker = f"{key}_picker"
    wanted = st.query_params.get_all(key)
    st.session_state[picker] = [option for option in options if option in wanted]
    return st.multiselect(
        label,
        options,
        key=picker,
        format_func=shown,
        placeholder=placeholder,
        select_all=False,
        on_change=lambda: choose_several(key, st.session_state[picker]),
    )


def choose_all(values: Mapping[str, str | Sequence[str]]) -> None:
    """From the next run on the pickers of these keys show these values, as one step back in the
    browser; an empty value is taken out of the address.
    """
    kept = {key: st.query_params.get_all(key) for key in st.query_params if key not in values}
    st.query_params.from_dict(kept | {key: value for key, value in values.items() if value})


def choose_several(key: str, values: Sequence[str]) -> None:
    """From the next run on the picker `several` of that key shows these."""
    if values:
        st.query_params[key] = list(values)
    else:
        st.query_params.pop(key, None)


def choose(key: str, value: str | None) -> None:
    """From the next run on the picker `one` of that key shows the value; None empties it."""
    if value is None:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = value
