"""备份与检查: the two buttons, and the table of backups."""

from pathlib import Path
from urllib.parse import quote

import streamlit as st

from govsvc.admin import backup, maintenance
from govsvc.admin.nightly_turn import turn_of
from govsvc.domain.database_address import DatabaseAddress, place
from govsvc.domain.errors import GovsvcError
from govsvc.security import Right
from pages._ui import data, ui
from pages._ui.progress import Doing


def buttons(database: DatabaseAddress) -> None:
    """现在备份 and 检查全部数据, and what came of the one that was clicked."""
    with st.container(horizontal=True, vertical_alignment="center"):
        wants_backup = st.button("现在备份", type="primary", icon=":material/backup:")
        wants_check = st.button("检查全部数据", icon=":material/fact_check:")
    try:
        if wants_backup:
            _back_up()
        if wants_check:
            _check(database)
    except GovsvcError as error:
        ui.show_error(error)


def _back_up() -> None:
    with Doing("正在备份，并打开检查"):
        made = maintenance.back_up(data.store(), data.now())
    if made["trouble"]:
        st.warning(f"已备份，但有问题：{ui.text(made['trouble'])}", icon=":material/warning:")
    outcome = "文件完好" if made["trouble"] else "打开检查没有发现问题"
    st.success(
        f"已备份，{outcome}（第{made['version']}版，{made['size']:,}字节）。",
        icon=":material/check_circle:",
    )


def _check(database: DatabaseAddress) -> None:
    data.actor().require(Right.MANAGE, "检查全部数据")
    with Doing("正在检查数据库和全部备份"):
        result = maintenance.check(database)
    if result["faults"]:
        st.error(
            f"**发现{len(result['faults'])}处问题**  \n"
            + "  \n".join(map(ui.text, result["faults"])),
            icon=":material/error:",
        )
    else:
        st.success(
            f"检查通过：第{result['version']}版，{result['rows']:,}行，"
            f"{result['backups']}份备份，{result['entries']:,}条操作日志，没有发现问题。",
            icon=":material/check_circle:",
        )


def _outcome(copy: backup.Copy) -> str:
    if not copy.is_checked:
        return "未检查"
    return "✓ 已检查" + (f"，数据有{len(copy.breaches)}处问题" if copy.breaches else "")


def table(database: DatabaseAddress) -> None:
    """All backups, the latest first; each with a link for those who may download it."""
    copies, may_manage = backup.existing(place(database)), data.actor().may(Right.MANAGE)
    # what a server's program wrote holds the accounts, too
    may_download = may_manage and isinstance(database, Path)
    if not copies:
        st.markdown(_way_to_one(may_manage, is_made_elsewhere(database)))
        return
    columns = ["时间", "数据版本", "行数", "大小（兆）", "由来", "检查"]
    rows = [
        [
            f"{copy.made_at:%Y-%m-%d %H:%M}",
            str(copy.version),
            f"{copy.rows:,}" if copy.rows else None,
            ui.megabytes(copy.size),
            backup.REASONS.get(copy.why, "其他"),
            _outcome(copy),
        ]
        for copy in copies
    ]
    if may_download:
        columns.append("下载")
        for row, copy in zip(rows, copies):
            row.append(f"[下载数据]({quote(f'backup/{copy.path.name}')})")
    ui.table("backups", columns, rows, numbers=["数据版本", "行数", "大小（兆）"], leading=["检查"])
    if may_download:
        st.markdown(
            ":gray[:small[下载的是数据，每次下载记入操作日志。账号和操作日志的副本在 backups "
            "文件夹里，和数据放在一起，不从网页下载。]]"
        )


def _way_to_one(may_manage: bool, is_elsewhere: bool) -> str:
    """What is said where there is no backup."""
    if is_elsewhere:
        return "点击“现在备份”，在这一台上另存一份。" if may_manage else "请到另一台上看备份。"
    return "点击“现在备份”，或等今晚自动备份。" if may_manage else "还没有备份，今晚自动备份。"


def is_made_elsewhere(database: DatabaseAddress) -> bool:
    """Whether another app server makes the nightly backups."""
    return turn_of(database).is_mine is False


def place_of_nightly(database: DatabaseAddress) -> str:
    """Where the nightly backups lie."""
    if is_made_elsewhere(database):
        return "夜间备份由另一台看板服务器办理，存放在那一台的 backups 中；下面是这一台的"
    return "存放在数据文件夹的 backups 中"


def how_to_restore(database: DatabaseAddress) -> str:
    """What whoever needs a backup is to do."""
    if not isinstance(database, Path):
        return (
            "备份是 pg_dump 写的，内有数据、账号和操作日志。恢复要先停止所有看板，再由管理员在"
            "数据库服务器上用 pg_restore 恢复，步骤见《运维手册》。"
        )
    return (
        "恢复备份要先停止看板，再在看板所在的电脑上运行 python -m govsvc restore 备份文件名；"
        "被替换的数据另行保存。"
    )
