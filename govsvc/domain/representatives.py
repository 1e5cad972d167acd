"""首席事务代表: whom a department sends to the hall to decide, by what papers, and for how long.

A list of a month is in force from that month on: of each department the row of the latest month
holds. Nobody's phone is kept; the names are published by rule.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from govsvc.domain import row_keys
from govsvc.domain.entries import COUNTED, Entry
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import REPRESENTATIVES

#: what has no end
ALWAYS = "长期"
#: key of the setting: so many days before a 授权书 expires it is said
WARNING_DAYS = "representative_warning_days"
WARNING_NAME = "授权书到期前几天提醒"
USUAL_DAYS, MOST_DAYS = 30, 366
#: what stands where nobody is named yet
NOBODY = "待定"
_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Representative:
    """One department's, as a list of `month` has it.

    `name`: A岗, "" where nobody is named; `deputy`: B岗. `is_appointed`: whether there is a 任命书,
    None where the list does not say; `appointment`: its number. `document`: the number of the
    授权书, "" where there is none; `has_document`: None where the list does not say. It holds from
    `valid_from` to `valid_until`; `is_endless`: without end. `seal`: of the 行政审批专用章.
    """

    unit: str
    month: date
    name: str = ""
    deputy: str = ""
    position: str = ""
    is_appointed: bool | None = None
    appointment: str = ""
    has_document: bool | None = None
    document: str = ""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    is_endless: bool = False
    seal: str = ""
    note: str = ""
    file: str = ""
    sheet: str = ""
    row: int = 0

    def is_sent(self) -> bool | None:
        """Whether somebody is named and appointed; None where nobody knows of the 任命书."""
        return False if not self.name else self.is_appointed

    def has_both(self) -> bool:
        """Whether A岗 and B岗 are both filled."""
        return bool(self.name and self.deputy)

    def is_in_force(self, day: date) -> bool | None:
        """Whether the 授权书 holds on a day; None where nobody knows."""
        if not self.name or self.has_document is False:
            return False
        if self.valid_from and day < self.valid_from:
            return False
        if self.valid_until and day > self.valid_until:
            return False
        has_term = self.valid_until or self.is_endless
        return True if self.has_document and has_term else None

    def days_left(self, day: date) -> int | None:
        """Days until the 授权书 expires, below 0 after that; None where it has no end, or none is
        known.
        """
        if not self.valid_until or self.has_document is False or not self.name:
            return None
        return (self.valid_until - day).days


def in_force(rows: Iterable[Representative], month: date) -> dict[str, Representative]:
    """Department → its row in force in the month."""
    latest: dict[str, Representative] = {}
    for row in rows:
        known = latest.get(row.unit)
        if row.month <= month and (known is None or known.month <= row.month):
            latest[row.unit] = row
    return latest


def after_years(first: date, years: int) -> date:
    """The last day of a term of so many years that begins on `first`."""
    try:
        end = first.replace(year=first.year + years)
    except ValueError:  # 29 February
        end = date(first.year + years, 3, 1)
    return end - timedelta(days=1)


def ended_after(row: Representative, years: int) -> Representative:
    """The row with a term of so many years from its first day, else from the day of issue.

    Raises GovsvcError where neither is known.
    """
    first = row.valid_from or row.issued_on
    if first is None:
        raise _refused(
            f"授权期限只填了{years}年，没有起算日期。",
            "请填写有效期起或签发日期，或直接填写有效期止。",
            "without_start",
        )
    return replace(row, valid_from=first, valid_until=after_years(first, years), is_endless=False)


def checked(wanted: Representative) -> Representative:
    """The row without blanks at the edges of its texts.

    Raises GovsvcError where it contradicts itself.
    """
    texts = ("unit", "name", "deputy", "position", "appointment", "document", "seal", "note")
    wanted = replace(wanted, **{key: getattr(wanted, key).strip() for key in texts})
    if not wanted.unit:
        raise _refused("没有选部门。", "请选一个部门。", "without_unit")
    if wanted.deputy and wanted.deputy == wanted.name:
        raise _refused(
            f"A岗和B岗都是“{wanted.name}”。", "A岗、B岗应是两个人；还没有B岗的留空。", "twice"
        )
    if wanted.valid_from and wanted.valid_until and wanted.valid_until < wanted.valid_from:
        raise _refused("授权书的止期早于起期。", "请核对有效期的起止日期。", "term")
    return wanted


def of_nobody(unit: str) -> GovsvcError:
    """The refusal where the roster has no such department."""
    return _refused(f"单位名录里没有“{unit}”。", "请从列出的部门里选一个。", "of_nobody")


def _refused(why: str, step: str, code: str) -> GovsvcError:
    return GovsvcError(f"首席事务代表没有保存：{why}", step, f"representative_{code}")


def checked_days(days: int) -> int:
    """Raises GovsvcError where that is no number of days to warn in."""
    if not 1 <= days <= MOST_DAYS:
        raise GovsvcError(
            f"“{WARNING_NAME}”没有保存：不是合理的天数。",
            f"请填写1—{MOST_DAYS}的整数。",
            "representative_days",
        )
    return days


def of_entry(entry: Entry) -> Representative:
    """The row that is stored."""
    said = entry.attributes
    return Representative(
        entry.unit,
        entry.month,
        said.get("representative", ""),
        said.get("deputy", ""),
        said.get("position", ""),
        _answer(said, "is_appointed"),
        said.get("appointment", ""),
        _answer(said, "has_document"),
        said.get("document", ""),
        _day(said, "issued_on"),
        _day(said, "valid_from"),
        _day(said, "valid_until"),
        said.get("valid_until") == ALWAYS,
        said.get("seal", ""),
        said.get("note", ""),
        entry.file,
        entry.sheet,
        entry.row,
    )


def entry_of(row: Representative, status: str = COUNTED) -> Entry:
    """The row as it is stored."""
    until = ALWAYS if row.is_endless else _iso(row.valid_until)
    attributes = {
        "representative": row.name,
        "deputy": row.deputy,
        "position": row.position,
        "is_appointed": _word(row.is_appointed),
        "appointment": row.appointment,
        "has_document": _word(row.has_document),
        "document": row.document,
        "issued_on": _iso(row.issued_on),
        "valid_from": _iso(row.valid_from),
        "valid_until": until,
        "seal": row.seal,
        "note": row.note,
    }
    return Entry(
        REPRESENTATIVES,
        row.month,
        row.unit,
        row_keys.of_representative(row.unit),
        row.name or row.unit,
        {key: text for key, text in attributes.items() if text},
        {},
        status,
        row.file,
        row.sheet,
        row.row,
    )


def paper_text(is_there: bool | None, number: str) -> str:
    """The number of a paper, else 有 or 无; "" where nobody knows."""
    return number or ("" if is_there is None else "有" if is_there else "无")


def paper_answer(text: str) -> tuple[bool | None, str]:
    """The same the other way: (whether there is one, its number) of what somebody typed."""
    text = text.strip()
    if text in ("", "有", "无"):
        return (None if not text else text == "有"), ""
    return True, text


def cells_of(row: Representative) -> dict[str, str]:
    """Field of a 首席事务代表名册 → the cell that says the same of the row."""
    cells = {
        "representative": row.name or NOBODY,
        "deputy": row.deputy,
        "position": row.position,
        "appointment": paper_text(row.is_appointed, row.appointment),
        "document": paper_text(row.has_document, row.document),
        "issued_on": _iso(row.issued_on),
        "valid_from": _iso(row.valid_from),
        "valid_until": ALWAYS if row.is_endless else _iso(row.valid_until),
        "seal": row.seal,
        "note": row.note,
    }
    return {field: text for field, text in cells.items() if text}


def warning_days(settings: Mapping[str, str]) -> int:
    """So many days before a 授权书 expires it is said."""
    stored = settings.get(WARNING_DAYS, "")
    return int(stored) if stored else USUAL_DAYS


def _answer(said: Mapping[str, str], key: str) -> bool | None:
    return said[key] == _YES if key in said else None


def _day(said: Mapping[str, str], key: str) -> date | None:
    text = said.get(key, "")
    return date.fromisoformat(text) if text[:1].isdigit() else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _word(answer: bool | None) -> str:
    return "" if answer is None else _YES if answer else _NO
