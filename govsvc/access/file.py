"""The file of accounts, sessions and their settings beside the database."""

from pathlib import Path

from govsvc.sidefile import SideFile

_CREATE = ("create_account", "create_session", "create_failure", "create_access_setting")


def access_file(database: Path) -> SideFile:
    return SideFile(database.with_name(f"{database.stem}.access.sqlite"), "账号文件", _CREATE)
