"""What happens to a good file on its way: a cell overwritten, a row doubled or emptied, a column
lost, bytes cut or flipped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from hypothesis import assume
from hypothesis import strategies as st

from generator.layouts import Laid, Page
from generator.workbooks import Draft

_NO_ANSWER = ("也许", "2", "？", "是否", 3, "是吗", "#REF!", "√×")
_NO_CODE = ("编码 12", "3.71E+20", 3.71e20, "代码⑫")
_NO_COUNT = ("若干", "-1", 1.5, "1千", 1e20, "①", "12²")
#: field → values that are none of its own; what is not here may hold any text
NONSENSE = (
    {
        "month": ("2026年13月", "某月", "上月", 2026.1),
        "item_type": ("许可证明", "不知道", ""),
        "online_depth": ("2", "某级", 1),
        "visits": ("若干", "-1", 1.5),
        "statutory_limit": ("若干", "3小时", "20+10", 1.5),
        "promised_limit": ("若干", "3小时", "20+10", 1.5),
        "is_authorised": ("也许", "2", "待定", 3),
        "is_instant": ("也许", "2", "待定", 3),
        "numerator": _NO_COUNT,
        "denominator": _NO_COUNT,
        "rank": ("甲", "0", "1.5", "②", -1),
        "rate": ("优秀", "101%", "-3%", "98..1", "①", 9999),
        "name": ("", "—"),
        "county": ("", "—"),
    }
    | dict.fromkeys(("business_code", "implementation_code", "item_code", "basic_code"), _NO_CODE)
    | dict.fromkeys(
        (
            "is_online",
            "is_fully_online",
            "is_published",
            "is_in_hall",
            "is_entered_in_name_only",
            "is_handled_off_site",
            "is_exempt_online",
            "is_exempt_no_visit",
            "is_one_window",
            "is_pushed",
            "is_issued_at_window",
            "is_archived",
            "has_station",
            "is_renamed",
        ),
        _NO_ANSWER,
    )
)


@dataclass
class Change:
    """`kind` of table and change, the sheet and the data rows (from 1) that must be named by an
    issue: none may be silent.
    """

    what: str
    kind: str
    sheet: str
    rows: list[int]


def _table(draw, draft: Draft) -> tuple[str, Page, Laid]:
    kind, sheet, laid = draw(st.sampled_from(draft.expected.tables))
    return kind, next(page for page in draft.pages if page.name == sheet), laid


def _is_looked_at(draft: Draft, kind: str, sheet: str, row: int) -> bool:
    """Whether the cells of the row count for something: the item is in scope, the village has a
    station, the county reports.
    """
    if kind == "bulletin":
        return all(
            value[3:7] != (None,) * 4
            for value in draft.expected.reported
            if value[-2:] == (sheet, row)
        )
    entry = next(entry for entry in draft.expected.entries if entry[7:9] == (sheet, row))
    return entry[6] == "counted" and entry[5].get("has_station") is not False


@st.composite
def overwritten(draw, draft: Draft) -> Change:
    """One cell holds what its column does not."""
    kind, page, laid = _table(draw, draft)
    rows = [row for row in laid.rows if _is_looked_at(draft, kind, page.name, row)]
    fields = sorted(laid.columns.keys() & NONSENSE.keys())
    assume(rows and fields)
    row, name = draw(st.sampled_from(rows)), draw(st.sampled_from(fields))
    # a measure may be of several indicators: then the last of them
    page.rows[row - 1][laid.columns[name]] = draw(st.sampled_from(NONSENSE[name]))
    return Change(f"{name} of row {row}", kind, page.name, [row])


@st.composite
def doubled(draw, draft: Draft) -> Change:
    """A row stands twice, the second time at once below."""
    kind, page, laid = _table(draw, draft)
    assume(not page.merges)
    rows = [row for row in laid.rows if _is_looked_at(draft, kind, page.name, row)]
    assume(rows)
    row = draw(st.sampled_from(rows))
    page.rows.insert(row, list(page.rows[row - 1]))
    draft.expected.entries = [
        (*entry[:8], entry[8] + (entry[7] == page.name and entry[8] > row), entry[9])
        for entry in draft.expected.entries
    ]
    draft.expected.reported = [
        (*value[:9], value[9] + (value[8] == page.name and value[9] > row))
        for value in draft.expected.reported
    ]
    return Change(f"row {row} twice", kind, page.name, [row, row + 1])


@st.composite
def emptied(draw, draft: Draft) -> Change:
    """Of a row only the name is left, and the department where the rows below need it."""
    kind, page, laid = _table(draw, draft)
    row = draw(st.sampled_from(laid.rows))
    keep = laid.columns["county" if kind == "bulletin" else "name"]
    # a single text at the left, above a header, is a title
    assume(keep)
    unit = laid.columns.get("unit")
    # the department that the rows below take from this one stays with them
    kept = {keep} | (
        {unit}
        if unit is not None and row + 1 in laid.rows and page.rows[row][unit] is None
        else set()
    )
    page.rows[row - 1] = [
        cell if column in kept else None for column, cell in enumerate(page.rows[row - 1])
    ]
    return Change(f"row {row} emptied", kind, page.name, [])


@st.composite
def lost(draw, draft: Draft) -> Change:
    """A column is gone: its header and its cells."""
    kind, page, laid = _table(draw, draft)
    assume(sum(sheet == page.name for _, sheet, _ in draft.expected.tables) == 1)
    name = draw(st.sampled_from(sorted(laid.columns)))
    column = laid.columns[name]
    header = next(
        number
        for number, row in enumerate(page.rows[: laid.rows[0]])
        if sum(cell is not None for cell in row) > 1
    )
    for row in page.rows[header:]:
        if column < len(row):
            row[column] = None
    page.merges = [
        merge
        for merge in page.merges
        if not (merge[1] <= column <= merge[3] and merge[0] >= header)
    ]
    return Change(f"column {name} lost", kind, page.name, [])


CHANGES = {"overwritten": overwritten, "doubled": doubled, "emptied": emptied, "lost": lost}


@st.composite
def damaged(draw, content: bytes) -> bytes:
    """The bytes cut off, some bits flipped, a piece overwritten with zeros, or a piece missing."""
    way = draw(st.sampled_from(("cut", "flips", "flips", "zeros", "hole")))

    def place() -> int:
        # a share of the length: a workbook written again may be some bytes longer
        return draw(st.integers(0, 99_999)) * len(content) // 100_000

    at = place()
    if way == "cut":
        return content[:at]
    if way == "flips":
        more = [place() for _ in range(draw(st.integers(0, 8)))]
        return flipped(content, [at, *more], draw(st.integers(0, 7)))
    size = draw(st.integers(1, 600))
    return (
        content[:at]
        + (b"\0" * len(content[at : at + size]) if way == "zeros" else b"")
        + content[at + size :]
    )


def broken(content: bytes, chance: Random, way: int) -> bytes:
    """A file cut off, with two bits turned over, or with a piece taken out: the three ways."""
    at = chance.randrange(len(content))
    return [
        content[:at],
        flipped(content, [at, chance.randrange(len(content))], chance.randrange(8)),
        content[:at] + content[at + chance.randint(1, 600) :],
    ][way] or b"PK"


def flipped(content: bytes, places: Sequence[int], bit: int) -> bytes:
    changed = bytearray(content)
    for place in places:
        changed[place] ^= 1 << bit
    return bytes(changed)
