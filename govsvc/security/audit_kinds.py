"""The kinds of entries that the 操作日志 knows: a closed set."""

SIGNED_IN, SIGN_IN_FAILED, SIGNED_OUT, PASSWORD = (
    "signed_in",
    "sign_in_failed",
    "signed_out",
    "password",
)
IMPORTED, OPENED, REPORTED, REVIEWED, CLOSED, UNDONE = (
    "imported",
    "opened",
    "reported",
    "reviewed",
    "closed",
    "undone",
)
JUDGED, RECTIFIED, PAPER, TARGET, RULES, ROSTER, CLEARED, ACCOUNT, SETTING = (
    "judged",
    "rectified",
    "paper",
    "target",
    "rules",
    "roster",
    "cleared",
    "account",
    "setting",
)
DOWNLOADED, BACKED_UP, RESTORED, COPIED, NOT_SAVED, REFUSED, BROKEN = (
    "downloaded",
    "backed_up",
    "restored",
    "copied",
    "not_saved",
    "refused",
    "broken",
)

#: kinds whose subject is an account: some are called by a telephone number
OF_ACCOUNTS = frozenset((SIGNED_IN, SIGN_IN_FAILED, SIGNED_OUT, PASSWORD, ACCOUNT))

#: kind → what it is called
KINDS = {
    SIGNED_IN: "登录",
    SIGN_IN_FAILED: "登录失败",
    SIGNED_OUT: "退出登录",
    PASSWORD: "修改密码",
    IMPORTED: "导入",
    OPENED: "开月",
    REPORTED: "零报告和退回",
    REVIEWED: "送审和退回采集",
    CLOSED: "定稿",
    UNDONE: "撤销",
    JUDGED: "疑似认定和排除",
    RECTIFIED: "整改",
    PAPER: "材料",
    TARGET: "目标值",
    RULES: "口径版本",
    ROSTER: "单位名录",
    CLEARED: "清空数据",
    ACCOUNT: "用户",
    SETTING: "设置",
    DOWNLOADED: "下载",
    BACKED_UP: "备份",
    RESTORED: "恢复备份",
    COPIED: "复制数据",
    NOT_SAVED: "未保存",
    REFUSED: "没有权限",
    BROKEN: "日志异常",
}
