"""操作日志: its filters, a page of entries at a time, their download, the check of its chain."""

from datetime import date, datetime, time, timedelta

import pandas as pd
import streamlit as st

from govsvc.admin import maintenance
from govsvc.exports import export
from govsvc.security import Right
from govsvc.security.audit_chain import AuditEntry
from govsvc.security.audit_kinds import KINDS
from govsvc.security.audit_log import STEP, AuditLog
from govsvc.security.audit_reads import LogFilter
from pages._server import current_actor
from pages._ui import data, downloads, pickers, ui
from pages._ui.progress import Doing

ALL = "全部"
#: entries of one page, and of one download
PAGE, MOST = 100, 20_000
_COLUMNS = ("序号", "时间", "操作人", "来源地址", "类别", "内容", "原来", "现在")
#: in this order on the screen, of which a phone shows the first
_ON_SCREEN = ("时间", "操作人", "内容", "类别", "原来", "现在", "来源地址", "序号")
_WIDTHS = {
    "序号": 64,
    "时间": 158,
    "操作人": 96,
    "来源地址": 110,
    "类别": 112,
    "内容": 350,
    "原来": 130,
    "现在": 430,
}


def log() -> AuditLog:
    """The log beside the database."""
    return current_actor.log(data.database_address())


def filters() -> LogFilter:
    """The filters, kept in the address; gives the set ones as `AuditLog.entries` takes them."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="log_filters"):
        who = pickers.one("操作人", log().people(), "by", placeholder="全部", width=170)
        kind = st.selectbox(
            "类别",
            [ALL, *KINDS.values()],
            key="what",
            bind="query-params",
            placeholder="选择类别",
            width=150,
            on_change=_first_page,
        )
        since, until = _date_box("从", "since"), _date_box("到", "until")
        text = st.text_input(
            "搜索",
            key="find",
            bind="query-params",
            placeholder="内容、地址，回车",
            max_chars=60,
            width=190,
            on_change=_first_page,
        )
    chosen: LogFilter = {}
    if since:
        chosen["since"] = datetime.combine(since, time())
    if until:
        chosen["until"] = datetime.combine(until, time()) + timedelta(days=1)
    if who:
        chosen["actor"] = who
    if kind in KINDS.values():
        chosen["kind"] = next(key for key, name in KINDS.items() if name == kind)
    if text.strip():
        chosen["text"] = text.strip()
    return chosen


def _first_page() -> None:
    st.session_state["p"] = 1


def _date_box(label: str, key: str) -> date | None:
    return st.date_input(
        label,
        None,
        key=key,
        bind="query-params",
        format="YYYY-MM-DD",
        width=150,
        on_change=_first_page,
    )


def _filter_text(chosen: LogFilter) -> str:
    """The filters in words."""
    last = chosen["until"] - timedelta(days=1) if "until" in chosen else None
    parts = (
        chosen.get("actor"),
        KINDS.get(chosen.get("kind", "")),
        f"{chosen['since']:%Y-%m-%d}起" if "since" in chosen else "",
        f"至{last:%Y-%m-%d}" if last else "",
        f"含“{chosen['text']}”" if "text" in chosen else "",
    )
    return "，".join(filter(None, parts)) or ALL


def table(chosen: LogFilter, count: int) -> None:
    """One page of the entries. `count`: how many the filters let through."""
    pages = -(-count // PAGE)
    if st.session_state.get("p", 1) > pages:
        st.session_state["p"] = 1
    above_pagination = st.container()
    number = st.pagination(pages, key="p", bind="query-params") if pages > 1 else 1
    rows = pd.DataFrame(
        [_cells(entry) for entry in log().entries(most=PAGE, skip=PAGE * (number - 1), **chosen)],
        columns=list(_COLUMNS),
        dtype=object,
    )
    with above_pagination:
        ui.grid(
            rows,
            leading=["时间", "内容", "操作人"],
            rest=f"第{number}页，共{pages}页；需要全部内容的，请下载后打印。" if pages > 1 else "",
            height=min(720, 38 + 35 * len(rows)),
            row_height=35,
            alt=f"操作日志，第{number}页，{len(rows)}条",
            column_order=_ON_SCREEN,
            column_config={
                name: st.column_config.Column(width=width) for name, width in _WIDTHS.items()
            },
        )


def download(chosen: LogFilter, count: int) -> None:
    """The filtered entries as a table, the latest first."""

    today, part = f"{data.now():%Y%m%d}", _filter_text(chosen) if chosen else None

    def sheet() -> export.Sheet:
        entries = log().entries(most=MOST, **chosen)
        return export.Sheet(
            f"操作日志（{part}）" if part else "操作日志",
            [*_COLUMNS, "校验值"],
            [[*_cells(entry), entry.hash] for entry in entries],
            [("筛选", _filter_text(chosen)), ("导出时间", f"{data.now():%Y-%m-%d %H:%M}")],
        )

    downloads.table(
        f"这{min(count, MOST):,}条",
        lambda suffix: export.file_name("操作日志", part, today, suffix=suffix),
        sheet,
        "log",
        Right.MANAGE,
    )
    if count > MOST:
        st.markdown(f":gray[:small[一次下载最近的{MOST:,}条；更早的，用“到”筛选后再下载。]]")


def chain() -> None:
    """Whether the log is what was written: its end is checked at each visit, all of it by the
    button.
    """
    known = maintenance.known_log_ends(data.store())
    number, digest, fault = log().end(known)
    st.markdown(
        f":gray[:small[共{number:,}条，只增不改，每条附前一条的校验值。最后一条的校验值：{digest}]]"
    )
    st.markdown(f":gray[:small[{_elsewhere_text()}]]")
    faults = [f"{fault}。"] if fault else []
    if st.button("逐条核对", icon=":material/fact_check:"):
        with Doing("正在逐条核对"):
            faults = log().faults(known)
        if not faults:
            st.success(
                f"第1条至第{number:,}条逐条核对过，没有缺少，没有改动。",
                icon=":material/check_circle:",
            )
    if faults:
        st.error("  \n".join([f"**{ui.text(faults[0])}**", STEP]), icon=":material/error:")


def _elsewhere_text() -> str:
    """Where earlier entries lie, and what is in none yet."""
    archives, waiting = log().archives, log().visitor_downloads()
    texts = (
        f"前{archives[-1].last:,}条在{len(archives)}个归档文件里，查看、下载、核对时一起读。"
        if archives
        else "",
        "没有登录的下载，每台电脑每小时合记一条",
        f"，还有{waiting}次待记入。" if waiting else "。",
    )
    return "".join(texts)


def _cells(entry: AuditEntry) -> list[object]:
    """One entry as a line, in the order of `_COLUMNS`."""
    return [
        entry.number,
        entry.at[:19],
        entry.actor or "—",
        entry.source,
        entry.kind_name,
        entry.subject,
        entry.before,
        entry.after,
    ]
