"""备份与检查: the backups there are, one now, a check of everything."""

from urllib.parse import quote

import streamlit as st

from govsvc.admin import backup, maintenance
from govsvc.domain.errors import GovsvcError
from govsvc.security import Right
from pages._ui import data, frame, permissions, ui
from pages._ui.progress import Doing

database = data.database_path()
last = backup.last_checked(database)
frame.title(f"最近一次备份：{last.made_at:%Y-%m-%d %H:%M}" if last else "还没有备份")

wants_backup = wants_check = False
if permissions.may(Right.MANAGE, "备份和检查"):
    with st.container(horizontal=True, vertical_alignment="center"):
        wants_backup = st.button("现在备份", type="primary", icon=":material/backup:")
        wants_check = st.button("检查全部数据", icon=":material/fact_check:")
try:
    if wants_backup:
        with Doing("正在备份，并打开检查"):
            made = maintenance.back_up(data.store(), data.now())
        for said in made["left_out"]:
            st.warning(ui.text(said), icon=":material/warning:")
        st.success(
            f"已备份，打开检查没有发现问题（第{made['version']}版，{made['size']:,}字节）。",
            icon=":material/check_circle:",
        )
    if wants_check:
        data.actor().require(Right.MANAGE, "检查全部数据")
        with Doing("正在检查数据库和全部备份"):
            found = maintenance.check(database)
        if found["faults"]:
            st.error(
                f"**发现{len(found['faults'])}处问题**  \n"
                + "  \n".join(map(ui.text, found["faults"])),
                icon=":material/error:",
            )
        else:
            st.success(
                (
                    f"检查通过：第{found['version']}版，{found['rows']:,}行，"
                    f"{found['backups']}份备份，{found['entries']:,}条操作日志，没有发现问题。"
                ),
                icon=":material/check_circle:",
            )
except GovsvcError as error:
    st.error(f"**{ui.text(error.title)}**  \n{ui.text(error.step)}", icon=":material/error:")

copies = backup.existing(database)
ui.section(
    "现有备份",
    f"每晚{backup.AT:%H:%M}自动备份，每份都打开检查过才删去过期的；放在数据文件夹的 backups 中",
)
if copies:
    may_take = data.actor().may(Right.MANAGE)
    rows = [
        [
            f"{copy.made_at:%Y-%m-%d %H:%M}",
            str(copy.version),
            f"{copy.rows:,}" if copy.rows else None,
            ui.megabytes(copy.size),
            backup.REASONS.get(copy.why, "其他"),
            "✓ 已检查" if copy.is_checked else "未检查",
        ]
        for copy in copies
    ]
    columns = ["时间", "数据版本", "行数", "大小（兆）", "由来", "检查"]
    if may_take:
        columns.append("下载")
        rows = [
            [*row, f"[下载数据]({quote(f'backup/{copy.path.name}')})"]
            for row, copy in zip(rows, copies)
        ]
    ui.table("backups", columns, rows, numbers=["数据版本", "行数", "大小（兆）"])
    if may_take:
        st.markdown(
            ":gray[:small[下载的是数据，每次下载记入操作日志。账号和操作日志的副本在 backups "
            "文件夹里，和数据放在一起，不从网页下载。]]"
        )
else:
    st.markdown(
        "点“现在备份”，或等今晚自动备份。"
        if data.actor().may(Right.MANAGE)
        else "还没有备份，今晚自动备份。"
    )
st.markdown(
    ":gray[:small[恢复备份要先停止看板，再在看板所在的电脑上运行 "
    f"{ui.text('python -m govsvc restore 备份文件名')}；被替换的数据会另外保存。]]"
)
