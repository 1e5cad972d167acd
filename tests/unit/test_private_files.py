"""Files of the data are closed to other accounts of the machine: 0600, folders 0700."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from govsvc.__main__ import main
from govsvc.admin.backup import beside
from govsvc.admin.private_files import keep_private

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are of systems that have them")


@pytest.fixture(autouse=True)
def open_machine():
    """A machine on which new files can be read by all."""
    earlier = os.umask(0)
    yield
    os.umask(earlier)


@pytest.fixture
def database(tmp_path, october_file) -> Path:
    """A database that an earlier version left open to all, with a backup and what it replaced."""
    folder = tmp_path / "data"
    replaced = folder / "backups" / "replaced-20261101-020000"
    replaced.mkdir(parents=True)
    for path in (folder / "a.log", folder / "backups" / "a-20261101-020000-v4.duckdb"):
        path.write_bytes(b"earlier")
    (replaced / "a.duckdb").write_bytes(b"earlier")
    return Path(shutil.copy(october_file, folder / "a.duckdb"))


def open_to_others(folder: Path) -> list[str]:
    """What others may read, write or enter in the folder."""
    return sorted(path.name for path in folder.rglob("*") if path.stat().st_mode & 0o077)


def test_commands_and_the_app_leave_nothing_open_to_others(database):
    earlier = open_to_others(database.parent)
    assert "a.duckdb" in earlier
    assert main(["user", "add", "李四", "--role", "查阅", "--database", str(database)]) == 0
    assert main(["backup", "--database", str(database)]) == 0
    assert main(["undo", "--database", str(database)]) == 0
    assert len(list(database.parent.rglob("*"))) > 12
    assert set(open_to_others(database.parent)) <= set(earlier)  # commands write nothing open
    keep_private(database)
    assert open_to_others(database.parent) == []


def test_what_a_command_makes_anew_is_private_with_its_folder(tmp_path):
    path = tmp_path / "new" / "a.duckdb"
    nothing = tmp_path / "a.csv"
    nothing.write_text("x")
    main(["import", str(nothing), "--database", str(path)])
    assert path.exists() and open_to_others(tmp_path) == ["a.csv"]


def test_archives_of_the_log_are_private_and_only_read(database):
    name = "a.audit-1-20000.sqlite"
    archives = [database.with_name(name), database.parent / "backups" / name]
    for path in archives:
        path.write_bytes(b"earlier")
        path.chmod(0o644)
    keep_private(database)
    assert [stat.S_IMODE(path.stat().st_mode) for path in archives] == [0o400, 0o400]


def test_a_copy_of_an_archive_is_private_and_only_read(tmp_path):
    archive, copied = tmp_path / "a.audit-1-5.sqlite", tmp_path / "b.sqlite"
    archive.write_bytes(b"earlier")
    archive.chmod(0o644)
    beside.copy_archive(archive, copied)
    assert stat.S_IMODE(copied.stat().st_mode) == 0o400


@pytest.mark.parametrize("path", ["", "a.xlsx", "missing.duckdb", "missing"])
def test_a_refused_command_changes_no_file(tmp_path, path):
    """Be its path a folder, a file of something else or of nothing: `a` is what it begins with."""
    folder = tmp_path / "tmp"
    for name in ("a.xlsx", "missing.log", "tmp.log", "backups/replaced-1/x"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"of somebody else")
    (tmp_path / "tmp.log").write_bytes(b"of somebody else")
    everything = open_to_others(tmp_path)
    assert main(["undo", "--database", str(folder / path)]) == 1
    assert open_to_others(tmp_path) == everything
    if path != "a.xlsx":
        keep_private(folder / path)
        assert open_to_others(tmp_path) == everything


def test_what_is_not_of_the_database_stays_as_it_is(database):
    others = [
        database.parent / name
        for name in (
            *("a.xlsx", "ab.duckdb", "a.duckd", "b.access.sqlite", "a.duckdb2", "a.logbook.xlsx"),
            *("a.auditors", "backups/b-20261101-020000-v4.duckdb", "backups/a-notes.txt"),
            *("backups/replaced-20261102-020000/b.duckdb", "a.log.d/report"),
        )
    ]
    for path in others:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"of somebody else")
    linked = database.parent.parent / "elsewhere"
    linked.write_bytes(b"of somebody else")
    database.with_name("a.log.1").symlink_to(linked)
    keep_private(database)
    assert open_to_others(database.parent) == sorted(
        [*(path.name for path in others), "a.log.1", "a.log.d", "replaced-20261102-020000"]
    )


def test_a_folder_of_backups_without_a_copy_of_the_database_stays_as_it_is(tmp_path, october_file):
    backups = tmp_path / "backups"
    backups.mkdir(mode=0o755)
    (backups / "b-20261101-020000-v4.duckdb").write_bytes(b"of somebody else")
    keep_private(Path(shutil.copy(october_file, tmp_path / "a.duckdb")))
    assert open_to_others(tmp_path) == ["b-20261101-020000-v4.duckdb", "backups"]
