"""The one download button of the pages.

Its file is made when it is asked for, and the 操作日志 is told of it before it is given.
"""

from collections.abc import Callable

import streamlit as st

from govsvc.exports import export
from govsvc.security import Right, audit_kinds
from pages._server import current_actor
from pages._ui import data

ZIP, XLSX = "application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: the file, and what the log is told of it
Made = tuple[bytes, str]


def button(
    label: str,
    name: str,
    make: Callable[[], Made],
    key: str,
    *,
    mime: str | None = None,
    icon: str | None = ":material/download:",
    right: Right = Right.LOOK,
    disabled: bool = False,
) -> None:
    """`name`: of the file. `right`: what it needs, asked anew at each click."""
    st.download_button(
        label,
        _told(name, make, right),
        name,
        mime,
        on_click="ignore",
        icon=icon,
        key=key,
        disabled=disabled,
    )


def table(
    label: str,
    name: Callable[[str], str],
    sheet: Callable[[], export.Sheet],
    key: str,
    right: Right = Right.LOOK,
) -> None:
    """The two buttons of a table. `name`: of the file with that suffix."""

    def made(write: Callable[[export.Sheet], bytes]) -> Made:
        found = sheet()
        return write(found), "；".join(
            [f"{len(found.rows)}行", *(f"{fact}：{text}" for fact, text in found.facts)]
        )

    with st.container(horizontal=True, gap="small"):
        button(
            f"下载{label}（Excel）",
            name(".xlsx"),
            lambda: made(export.to_xlsx),
            f"{key}_xlsx",
            mime=XLSX,
            right=right,
        )
        button(
            "下载 CSV",
            name(".csv"),
            lambda: made(export.to_csv),
            f"{key}_csv",
            mime="text/csv",
            icon=None,
            right=right,
        )


def _told(name: str, make: Callable[[], Made], right: Right) -> Callable[[], bytes]:
    """Runs in a thread that knows no visit: who looks is found out here, and whether he still may
    when he clicks.
    """
    ask, log = data.asker(), current_actor.log(data.database_path())

    def given() -> bytes:
        actor = ask()
        actor.require(right, "下载")
        content, says = make()
        log.add(
            audit_kinds.DOWNLOADED,
            data.now(),
            actor=actor.name,
            source=actor.source,
            subject=name,
            after=says,
        )
        return content

    return given
