"""会议议定事项 on 整改: the meetings, and what one of them decided and what became of it."""

from govsvc.domain.deadlines import day_text
from govsvc.exports import meeting_table
from govsvc.workflow.rectification import Ledger, MeetingLine, meetings
from pages._ui import frame, pickers, sheet_view, ui
from pages._ui.rectification import meeting_form

#: in the address
KEY = "meeting"


def show(ledger: Ledger) -> None:
    """The table of meetings, the one that is chosen, and the form for those who may enter them."""
    lines = meetings.lines(ledger)
    chosen = _chosen(ledger, lines) if lines else None
    meeting_form.show(ledger, chosen)


def _chosen(ledger: Ledger, lines: list[MeetingLine]) -> MeetingLine | None:
    """Shows all meetings; gives the one that the visitor looks at, which it shows as well."""
    ui.section("会议议定事项", hint="选择一次会议，看每一项的落实情况，下面的台账也只列这些")
    ui.table(
        "meetings",
        ["会议", "召开日期", "议定", "已落实", "正在办理", "其中逾期", "文号"],
        [
            [
                ui.text(line.meeting.name),
                f"{line.meeting.held_on}",
                len(line.matters),
                line.settled,
                line.under_way,
                f":red[**{line.overdue}**]" if line.overdue else "0",
                ui.text(line.meeting.document) or None,
            ]
            for line in lines
        ],
        numbers=["议定", "已落实", "正在办理", "其中逾期"],
        leading=["议定", "其中逾期"],
    )
    by_number = {str(line.meeting.number): line for line in lines}
    number = pickers.one(
        "选择会议",
        list(by_number),
        KEY,
        placeholder="选择一次会议",
        width=480,
        shown=lambda number: _name(by_number[number]),
    )
    line = by_number[number] if number else None
    if line and line.matters:
        _matters(ledger, line)
    return line


def _name(line: MeetingLine) -> str:
    meeting = line.meeting
    return f"{meeting.held_on.year}年{day_text(meeting.held_on)}　{meeting.title}"


def _matters(ledger: Ledger, line: MeetingLine) -> None:
    """What the meeting decided, to read and to download."""
    ui.section(ui.text(line.meeting.name), line.words())
    clock, meeting = ledger.clock, line.meeting
    rows = [
        meeting_table.cells(number, one, clock.light(one), clock.words(one))
        for number, one in enumerate(line.matters, start=1)
    ]
    home = frame.current().board.home_name()
    sheet_view.show(
        "meeting_matters",
        meeting_table.sheet(rows, meeting, home=home, day=clock.day),
        "议定事项",
        file=f"{meeting.name}议定事项落实情况",
    )
