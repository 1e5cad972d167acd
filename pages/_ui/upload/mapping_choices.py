"""What the visitor said of the files on the upload page, kept until they are imported."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import streamlit as st

from govsvc.domain.errors import GovsvcError
from govsvc.domain.mappings import Choices, HeaderChoice
from govsvc.domain.rows import SheetRead
from govsvc.importing import pipeline
from govsvc.importing.saved_mappings import forgotten, is_remembered
from govsvc.system import clock
from pages._ui import data, ui

#: (field, header) → value → the word it stands for
Values = Mapping[tuple[str, str], Mapping[str, str]]


def choices() -> Choices:
    """All that was said so far."""
    return st.session_state.setdefault("choices", Choices())


def forget() -> None:
    """Forgets all that was said: after the import, or for other files."""
    st.session_state.pop("choices", None)


def add(
    headers: Mapping[str, HeaderChoice] | None = None,
    values: Values | None = None,
    months: Mapping[tuple[str, str], date] | None = None,
) -> None:
    """Adds to what was said and runs the page anew."""
    before = choices()
    merged = {
        field: {**before.values.get(field, {}), **words} for field, words in (values or {}).items()
    }
    _keep(
        replace(
            before,
            headers={**before.headers, **(headers or {})},
            values={**before.values, **merged},
            months={**before.months, **(months or {})},
        )
    )


def set_unit_of_sheet(file: str, sheet: str, unit: str) -> None:
    """All rows of the sheet are of that department or township."""
    before = choices()
    _keep(replace(before, units_of_sheets={**before.units_of_sheets, (file, sheet): unit}))


def set_units(units: Mapping[str, str]) -> None:
    """Replaces what was said of unknown units (name → known unit, "" for a new one)."""
    before = choices()
    _keep(replace(before, units=units))


def forget_values() -> None:
    """Drops what was said of values of the files on the page."""
    _keep(replace(choices(), values={}))


def forget_sheet(sheet: SheetRead) -> None:
    """Drops what holds of a sheet's header and values, also what earlier imports remembered.

    That goes from the database at once, so that it is gone even where the sheet cannot be imported
    without it.
    """
    before, dropped = choices(), forgotten(sheet)
    values = {
        field: {
            value: word
            for value, word in words.items()
            if value not in dropped.values.get(field, {})
        }
        for field, words in before.values.items()
    }
    try:
        if is_remembered(sheet, before) or dropped.values:
            pipeline.forget(data.store(), sheet, clock.now())
    except GovsvcError as error:
        ui.show_error(error)
        return
    _keep(
        replace(
            before,
            headers={
                fingerprint: choice
                for fingerprint, choice in before.headers.items()
                if fingerprint not in dropped.headers
            },
            values={field: words for field, words in values.items() if words},
        )
    )


def _keep(after: Choices) -> None:
    st.session_state["choices"] = after
    st.rerun()
