"""The one download button of the pages.

Its file is made when the button is clicked, and noted in the 操作日志 before it is given; those who
have not signed in may have so many a minute, and theirs are counted together.
"""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from govsvc.exports import export
from govsvc.security import Right, audit_kinds
from pages._server import current_actor
from pages._ui import data

ZIP, XLSX = "application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: content of a file, and what the log notes of it
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
    """A button that gives the file `name`, made by `make` when it is clicked.

    `right`: what the download needs, checked at each click.
    """
    st.download_button(
        label,
        _noted(name, make, right),
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
    """The two buttons of a table, Excel and CSV. `name`: of the file with that suffix."""

    home = data.board().home_name()

    def made(write: Callable[[export.Sheet], bytes]) -> Made:
        content = sheet()
        facts = [fact for fact in content.facts if fact[0] not in (export.UNIT, export.DAY)]
        note = "；".join([f"{len(content.rows)}行", *(f"{fact}：{text}" for fact, text in facts)])
        head = [(export.UNIT, home), (export.DAY, day_text())]
        return write(replace(content, facts=[*head, *facts])), note

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


def day_text() -> str:
    """Today, as a file says of when it was made."""
    now = data.now()
    return f"{now.year}年{now.month}月{now.day}日"


def _noted(name: str, make: Callable[[], Made], right: Right) -> Callable[[], bytes]:
    """Makes the file and notes the download in the log.

    It runs in a thread of the server that knows no visit, so who visits is found out here; whether
    that account still has the right is asked when the button is clicked.
    """
    ask, log = data.asker(), current_actor.log(data.database_address())

    def download() -> bytes:
        actor = ask()
        actor.require(right, "下载")
        if not actor.account:
            log.add_visitor_download(data.now(), actor.source, name)
            return make()[0]
        content, note = make()
        log.add(
            audit_kinds.DOWNLOADED,
            data.now(),
            actor=actor.name,
            source=actor.source,
            subject=name,
            after=note,
        )
        return content

    return download
