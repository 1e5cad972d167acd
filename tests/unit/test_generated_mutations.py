"""Good files that were changed on the way: nothing is unhandled, no row is dropped or changed
unsaid, no value is guessed.
"""

import re

import pytest
from generator.months import HOME, months
from generator.mutations import CHANGES, Change, damaged
from generator.workbooks import Draft, drafts
from hypothesis import given, settings
from hypothesis import strategies as st
from test_generated_months import LONG, ORDINARY, entries, reported

from govsvc import sheets
from govsvc.domain import indicators
from govsvc.domain.rows import FileRead

CHINESE = re.compile(r"[\u4e00-\u9fff]{4}")
#: issues that speak of every row of a table
OF_ALL = ("column_missing", "column_blank", "unit_open", "sheet_not_read")


@st.composite
def changed(draw) -> tuple[Draft, Change]:
    (draft,) = draw(
        drafts(draw(months()), kinds=(draw(st.sampled_from(("items", "stations", "bulletin"))),))
    )
    return draft, draw(CHANGES[draw(st.sampled_from(sorted(CHANGES)))](draft))


@st.composite
def broken(draw) -> tuple[Draft, bytes]:
    (draft,) = draw(
        drafts(draw(months()), kinds=(draw(st.sampled_from(("items", "stations", "bulletin"))),))
    )
    return draft, draw(damaged(draft.content()))


def is_said(file: FileRead, sheet: str, row: int) -> bool:
    """Whether an issue names the row, by its cell or in its words, or every row of the table."""

    def names(issue) -> bool:
        at = int(issue.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) if issue.cell else 0
        words = {int(number) for number in re.findall(r"第(\d+)行", issue.message)}
        return issue.code in OF_ALL or row in {at, *words}

    return any(names(issue) for issue in file.issues if issue.sheet == sheet)


def check_refusal(file: FileRead) -> None:
    assert CHINESE.search(file.refused.title) and CHINESE.search(file.refused.step), file.refused
    assert file.refused.code != "crashed", file.refused
    assert not len(file.entries) and not file.reported and not file.issues


def check_change(draft: Draft, change: Change) -> None:
    """Each row that was written is read as it stands, or named."""
    (file,) = sheets.read_files([(draft.name, draft.content())], home=HOME)
    if file.refused:
        check_refusal(file)
        return
    for row in change.rows:
        assert is_said(file, change.sheet, row), (change, file.issues)
    check_entries(file, draft, change)
    check_values(file, draft, change)


def check_entries(file: FileRead, draft: Draft, change: Change) -> None:
    read = {entry[7:9]: entry for entry in entries(file)}
    for written in draft.expected.entries:
        entry = read.pop(written[7:9], None)
        if not is_said(file, *written[7:9]):
            assert entry, (change, written)
            check_entry(file, change, written, entry)
    assert all(is_said(file, *address) for address in read), (change, read)


def check_entry(file: FileRead, change: Change, written: tuple, read: tuple) -> None:
    """A row that no issue names: read as written, but for what a lost column took with it."""
    if read[0] != written[0]:
        # a ledger of stations that has lost what it says of them is a list of villages, and is
        # said to be
        assert any("村居名录" in note for sheet in file.sheets for note in sheet.notes), change
    elif lost := lost_field(change):
        # a code that is gone leaves another key; a flag that is gone is gone
        assert read[2] == written[2] or lost == "unit", (change, read, written)
        assert read[4] == written[4] or lost == "name", (change, read, written)
        # whether a station's name is the right one is said, or follows from the name
        is_of_name = lost in ("is_renamed", "station_name")
        gone = {lost, "has_standard_name"} if is_of_name else {lost}
        # one column may be what several flags are told from
        gone |= {flag.key for flag in indicators.FLAGS if flag.of_column == lost}
        flags = {key: answer for key, answer in written[5].items() if key not in gone}
        assert {key: read[5].get(key) for key in flags} == flags, change
    elif not change.what.endswith("emptied") or str(written[8]) not in change.what.split():
        assert read[:7] == written[:7], (change, read, written)


def check_values(file: FileRead, draft: Draft, change: Change) -> None:
    values = {(value[1], value[2]): value for value in reported(file)}
    for written in draft.expected.reported:
        is_changed = lost_field(change) or change.what.endswith("emptied")
        if not is_changed and not is_said(file, *written[-2:]):
            assert values.get((written[1], written[2])) == written, change


def lost_field(change: Change) -> str | None:
    """The field whose column the change took away."""
    return change.what.split()[1] if change.what.startswith("column") else None


def check_damage(draft: Draft, content: bytes) -> None:
    """What is read is what was written, or it is said what is wrong; an .xls and a text have no
    checksum to know by.
    """
    (file,) = sheets.read_files([(draft.name, content)], home=HOME)
    if file.refused:
        check_refusal(file)
        return
    if draft.name.endswith(("xlsx", "ods")) and not file.issues:
        assert entries(file) == draft.expected.entries
        assert reported(file) == sorted(draft.expected.reported)
    for sheet in file.sheets:
        assert sheet.left_out <= sheet.rows


@settings(ORDINARY, max_examples=20)
@given(changed())
def test_no_row_is_changed_or_dropped_unsaid(drawn):
    check_change(*drawn)


@settings(ORDINARY, max_examples=10)
@given(broken())
def test_damaged_bytes_are_refused_or_read(drawn):
    check_damage(*drawn)


@pytest.mark.full
@LONG
@given(changed())
def test_no_row_is_changed_or_dropped_unsaid_thousands_of_times(drawn):
    check_change(*drawn)


@pytest.mark.full
@LONG
@given(broken())
def test_damaged_bytes_are_refused_or_read_thousands_of_times(drawn):
    check_damage(*drawn)
