"""Slides of the 整改台账, from entries whose rates are known without the program (O9)."""

import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from test_board import SEPTEMBER
from test_briefing import ABSENT, OCTOBER, POLICE, board, made, month_of, shown, texts  # noqa: F401

from govsvc.board.briefing import rectification as ledger_slides
from govsvc.board.briefing import slides
from govsvc.board.briefing.model import Bars, Note, Table
from govsvc.domain import indicators
from govsvc.domain.rectification import (
    APPLIED,
    ONGOING,
    PASSED,
    REBOUNDED,
    RETURNED,
    SIGNED,
    VOIDED,
    Entry,
    Meeting,
    Step,
)
from govsvc.store import Act, open_store
from govsvc.workflow.rectification import Ledger, Terms, meetings, of_problems

TODAY = date(2026, 11, 20)  # a Friday
ASSIGNED, EARLY, LATE = date(2026, 11, 2), date(2026, 11, 17), date(2026, 12, 1)
MEETING = Meeting(0, "推进会", ASSIGNED, "〔2026〕5号")
OFFICE, HEALTH = "自然资源局", "卫生健康局"


def at(day: date, who: str = "甲") -> Act:
    return Act(who, datetime.combine(day, datetime.min.time()))


class Book:
    """Entries in a store, each with what becomes of it."""

    def __init__(self, store, count: int = 0):
        self.store = store
        self.count = count

    def add(self, due: date = LATE, unit: str = OFFICE, steps=(), meeting=None) -> int:
        """An entry; `steps`: (kind, day)."""
        self.count += 1
        entry = Entry(0, 0, unit, f"事项{self.count}", "未进驻", ASSIGNED, due)
        (made,), _ = self.store.rectification_writes.assign(
            [entry], at(ASSIGNED), expected_version=self.store.version(), meeting=meeting
        )
        for kind, day in steps:
            self.take(made.number, kind, day)
        return made.number

    def take(self, number: int, kind: str, day: date, deadline: date | None = None) -> None:
        (last,) = [
            one.last for one in self.store.rectification.standings() if one.entry.number == number
        ]
        step = Step(kind, "如期", deadline=deadline)
        self.store.rectification_writes.take(
            {number: last}, step, at(day, "乙" if kind == PASSED else "甲")
        )

    def ledger(self, day: date = TODAY) -> Ledger:
        return Ledger(self.store, day)


def closed(day: date) -> list[tuple[str, date]]:
    return [(SIGNED, ASSIGNED), (APPLIED, day), (PASSED, day)]


@pytest.fixture
def book(empty_store) -> Book:
    return Book(empty_store)


@pytest.fixture(scope="module")
def twenty_file(empty_file, tmp_path_factory) -> Path:
    """O9: 20 rows, 11 closed of which 9 in time; of the open ones 3 overdue, 1 due soon."""
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("twenty") / "twenty.duckdb"))
    book = Book(open_store(path))
    for _ in range(9):
        book.add(steps=closed(date(2026, 11, 10)))
    for _ in range(2):
        book.add(due=EARLY, steps=closed(date(2026, 11, 18)))
    for _ in range(2):
        book.add(steps=[(SIGNED, ASSIGNED), (APPLIED, date(2026, 11, 19))])
    for due in (EARLY, EARLY, date(2026, 11, 25), LATE, LATE):
        book.add(due=due, steps=[(SIGNED, ASSIGNED)])
    book.add(
        due=date(2026, 11, 16),
        unit=HEALTH,
        steps=[(SIGNED, ASSIGNED), (APPLIED, date(2026, 11, 10)), (RETURNED, date(2026, 11, 17))],
    )
    book.add()
    book.store.close()
    return path


@pytest.fixture
def twenty(twenty_file, tmp_path) -> Book:
    store = open_store(Path(shutil.copy(twenty_file, tmp_path / "twenty.duckdb")))
    yield Book(store, 20)
    store.close()


def test_the_slide_of_the_ledger_says_rates_with_their_counts(twenty):
    slide = ledger_slides.standing(twenty.ledger())
    assert slide.title == "整改台账20项，销号率55.00%，逾期3项，自然资源局最多（2项）"
    assert [(fact.value, fact.label) for fact in slide.facts] == [
        ("55.00%", "销号率，11/20项"),
        ("64.29%", "按期销号率，9/14项"),
        ("3项", "逾期"),
        ("0项", "反弹"),
        ("0项", "报销号未达标"),
    ]
    bars, table = slide.parts
    assert isinstance(bars, Bars) and [(bar.name, bar.label) for bar in bars.bars] == [
        (OFFICE, "2"),
        (HEALTH, "1"),
    ]
    assert isinstance(table, Table) and [[cell.text for cell in row] for row in table.rows] == [
        ["事项19（卫生健康局）", "逾期4个工作日"],
        ["事项14（自然资源局）", "逾期3个工作日"],
        ["事项15（自然资源局）", "逾期3个工作日"],
    ]


def test_what_the_rates_leave_out_is_said_where_there_is_any(twenty):
    assert ledger_slides.standing(twenty.ledger()).parts[0].note == "截至11月20日"
    twenty.add(steps=[(ONGOING, date(2026, 11, 3))])
    twenty.add(steps=[(VOIDED, date(2026, 11, 3))])
    twenty.add(steps=[(VOIDED, date(2026, 11, 4))])
    slide = ledger_slides.standing(twenty.ledger())
    assert slide.title.startswith("整改台账20项")
    assert slide.parts[0].note == "截至11月20日；另有长期坚持1项、作废2项不计"


def test_what_came_back_is_told_before_what_is_late(twenty):
    twenty.take(1, REBOUNDED, date(2026, 11, 19), LATE)
    slide = ledger_slides.standing(twenty.ledger())
    assert ("1项", "反弹") in [(fact.value, fact.label) for fact in slide.facts]
    assert [cell.text for cell in slide.parts[1].rows[0]] == ["事项1（自然资源局）", "反弹"]


def test_a_ledger_without_anything_late_says_so(book):
    assert ledger_slides.standing(book.ledger()) is None
    book.add()
    slide = ledger_slides.standing(book.ledger())
    assert slide.title == "整改台账1项，销号率0.00%，没有逾期事项"
    assert isinstance(slide.parts[0], Note) and len(slide.parts) == 1


def test_the_slide_of_the_last_meeting_names_units_and_matters(book):
    book.add(due=EARLY, meeting=MEETING)
    meeting = replace(MEETING, number=1)
    book.add(due=date(2026, 11, 25), unit=HEALTH, meeting=meeting)
    book.add(meeting=meeting, steps=closed(date(2026, 11, 10)))
    book.add(meeting=meeting, steps=[(ONGOING, date(2026, 11, 3))])
    book.add(meeting=meeting, steps=[(VOIDED, date(2026, 11, 3))])
    book.add()  # of no meeting
    slide = ledger_slides.last_meeting(book.ledger())
    assert slide.title == (
        "上次会议（11月2日）议定4项，已落实1项，正在办理2项，其中逾期1项（自然资源局），长期坚持1项"
    )
    assert [(fact.value, fact.label) for fact in slide.facts] == [
        ("1项", "已落实，共4项"),
        ("2项", "正在办理"),
        ("1项", "红灯 逾期"),
        ("1项", "黄灯 即将到期"),
        ("1项", "长期坚持"),
    ]
    (table,) = slide.parts
    assert [[row[n].text for n in (0, 1, 2, 4)] for row in table.rows] == [
        ["红", "事项1", OFFICE, "逾期3个工作日"],
        ["黄", "事项2", HEALTH, "还剩3个工作日"],
        ["绿", "事项3", OFFICE, "✓ 已落实"],
        ["·", "事项4", OFFICE, "长期坚持"],
    ]
    assert "复核" not in table.note
    assert "推进会（〔2026〕5号）" in table.note and slide.query == {"meeting": "1"}


def test_who_applied_in_time_is_not_called_late(book):
    book.add(due=EARLY, steps=[(SIGNED, ASSIGNED), (APPLIED, date(2026, 11, 10))], meeting=MEETING)
    (table,) = ledger_slides.last_meeting(book.ledger()).parts
    assert [table.rows[0][n].text for n in (0, 3, 4)] == [
        "绿",
        "11月17日",
        "按期申请，待复核8个工作日",
    ]
    assert "1项复核已超过5个工作日" in table.note


def test_what_the_data_show_solved_is_late_and_to_be_reviewed(empty_store):
    """p0 was not in the hall in September and is in October."""
    county = made(empty_store, month_of(SEPTEMBER, p0=ABSENT), month_of(OCTOBER))
    absent = indicators.list_by_key("not_in_hall")
    rows, _ = county.lists.rows(absent, SEPTEMBER)
    terms = Terms(ASSIGNED, EARLY)
    empty_store.rectification_writes.assign(
        of_problems(absent, rows, {}, terms),
        at(ASSIGNED),
        expected_version=empty_store.version(),
        meeting=MEETING,
    )
    ledger = Ledger(empty_store, TODAY)
    (table,) = ledger_slides.last_meeting(ledger).parts
    assert [table.rows[0][n].text for n in (0, 1, 4)] == [
        "红",
        "事项p0",
        "逾期3个工作日，建议复核",
    ]
    assert "建议复核：数据已不在清单" in table.note
    late = ledger_slides.standing(ledger).parts[1].rows[0][1].text
    assert late == "逾期3个工作日，数据已不在清单，建议复核"


def test_a_meeting_of_which_all_is_done_says_so(book):
    book.add(meeting=MEETING, steps=closed(date(2026, 11, 10)))
    slide = ledger_slides.last_meeting(book.ledger())
    assert slide.title == "上次会议（11月2日）议定1项，全部落实"
    assert ledger_slides.last_meeting(book.ledger(ASSIGNED)) is None  # on its own day


def test_a_long_meeting_shows_what_is_late_first_and_how_many_more(book):
    for number in range(12):
        meeting = replace(MEETING, number=1 if number else 0)
        book.add(due=EARLY if number == 11 else LATE, meeting=meeting)
    (table,) = ledger_slides.last_meeting(book.ledger()).parts
    assert len(table.rows) == 7 and table.rows[0][1].text == "事项12"
    assert "另有5项" in table.note


def test_leaders_are_on_none_of_these_slides(board, empty_store):  # noqa: F811
    (unit,) = meetings.units_named(POLICE, empty_store.settings.roster())
    assert unit.leader == "丁一"
    empty_store.rectification_writes.assign(
        meetings.decided(MEETING, "延时服务", [unit], EARLY),
        at(ASSIGNED),
        expected_version=empty_store.version(),
        meeting=MEETING,
    )
    ledger = Ledger(empty_store, TODAY)
    assert ledger.standings[0].entry.lead == "丁一"
    found = {
        slide.key: slide
        for slide in slides(board, OCTOBER, show_effective=True, show_leaders=False, ledger=ledger)
    }
    assert list(found)[:2] == ["meeting", "overall"] and list(found)[-3:] == [
        "ledger",
        "speakers",
        "next",
    ]
    assert "丁一" not in "".join(map(texts, found.values()))
    # ten at most: what the others say as well gives way
    assert len(found) == 10 and "second" not in found and "second" in shown(board)
