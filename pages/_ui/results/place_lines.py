"""Lines of what departments have in place, by the roster or the month's rows: 三集中三到位, and
the steps at the window.
"""

from collections.abc import Sequence

from govsvc.board.three_in_place import PlaceLine
from pages._ui import ui


def table(key: str, lines: Sequence[PlaceLine]) -> None:
    """A line each, with the departments that lack it and those that have not answered."""
    ui.table(
        key,
        ["项目", "数值", "还没有做到的", "未填报", "怎么算"],
        [
            [
                ui.text(one.name),
                ui.text(one.text + (f"；{one.note}" if one.note else "")),
                ui.text("、".join(one.missing)),
                ui.text("、".join(one.unknown)),
                ui.text(one.rule),
            ]
            for one in lines
        ],
        clipped=["未填报"],
        leading=["数值", "还没有做到的"],
    )
