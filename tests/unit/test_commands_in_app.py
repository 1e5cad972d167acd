"""Commands on the data while the app runs: sent to it, done by the same function, in its log."""

import http.client
import json
import re
import shutil
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from command_line import Outcome, run
from docx import Document
from running_app import free_port, hanging_up, served
from starlette.routing import Route
from support import GOLDEN, WHEN, few, mentions

from govsvc.admin import app_client
from govsvc.admin.access import AccessInDatabase
from govsvc.cli import in_app
from govsvc.demo import loading
from govsvc.domain.errors import GovsvcError, StoreError
from govsvc.security import audit_kinds
from govsvc.security.accounts import Accounts
from govsvc.security.audit_log import AuditLog
from govsvc.store import open_store
from pages._server import admin_route, health
from pages._ui import data

HEADER = "统计月份,实施编码,事项名称,事项类型,实施主体,是否网上可办,是否全程网办"
#: what an app answers to who has its key, before a command
KNOWN = (
    b"HTTP/1.1 409 Conflict\r\nContent-Length: 24\r\nConnection: close\r\n\r\n"
    b'{"code": "not_accepted"}'
)
#: department → its number in codes
NUMBERS = {"公安局": 1, "住房和城乡建设局": 2, "教育体育局": 3}
ACCEPTED = [f"--accept={code}" for code in ("rows_drop", "rows_failed", "indicator_moves")]
#: commands in their order, with the exit code of each: one of each kind
FEW = [
    (0, "import", "whole.csv", "--home", "云溪县"),
    (1, "import", "fewer.csv", "--json"),
    (0, "unit", "rename", "公安局", "公安分局"),
    (0, "month", "open", "2026-11"),
    (1, "undo", "999"),
    (0, "undo", "3"),
    (0, "sso", "unknown", "barred"),
    (0, "user", "add", "李四", "--role", "填报", "--unit", "公安局"),
]
#: all that write, and what they refuse
ALL = [
    (1, "import", "none.csv"),
    (0, "import", "whole.csv", "--home", "云溪县"),
    (0, "import", "whole.csv", "--json"),
    (1, "import", "other.csv"),
    (0, "import", "other.csv", "--new-unit", "教育体育局"),
    (1, "import", "fewer.csv", "--strict", "--json"),
    (1, "import", "fewer.csv"),
    (0, "import", "fewer.csv", *ACCEPTED, "--dry-run"),
    (0, "import", "fewer.csv", *ACCEPTED),
    (0, "unit", "alias", "住房和城乡建设局", "住建"),
    (0, "unit", "rename", "住建", "住房和城市建设局"),
    (1, "unit", "rename", "没有这个局", "新局"),
    (0, "unit", "merge", "教育体育局", "公安局", "--month", "2026-11"),
    (0, "unit", "list", "--json"),
    (0, "month", "open", "2026-11"),
    (1, "month", "open", "2027-03"),
    (0, "month", "no-change", "2026-11", "公安局"),
    (0, "month", "return", "2026-11", "公安局", "--reason", "少了几行"),
    (1, "month", "close", "2026-11"),
    (0, "month", "review", "2026-11"),
    (0, "month", "close", "2026-11", "--reason", "先行定稿"),
    (0, "month", "status", "2026-11", "--remind"),
    (0, "undo", "3", "--dry-run"),
    (0, "undo", "3"),
    (1, "undo", "3", "999"),
    (0, "undo"),
    (0, "sso", "give", "domain", "county.gov.cn", "--role", "viewer"),
    (0, "sso", "unknown", "barred"),
    (0, "sso", "list"),
    (0, "user", "add", "李四", "--role", "填报", "--unit", "公安局"),
    (0, "user", "role", "李四", "审核"),
    (1, "user", "disable", "王五"),
    (0, "user", "list"),
    (0, "backup", "--list"),
    (0, "check"),
]


def write_items(path: Path, faults: int = 0, **count_of: int) -> None:
    """A list of so many items of each department; the first `faults` of each cannot be read."""
    rows = [
        f"2026年10月,11999923MB{NUMBERS[unit]:02}00100Y47{number:013},{unit}事项{number},"
        f"行政许可,{unit},{'大概可以' if number < faults else '是'},否"
        for unit, count in count_of.items()
        for number in range(count)
    ]
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")


@pytest.fixture
def files(tmp_path) -> Path:
    """A folder with the files of the script."""
    write_items(tmp_path / "whole.csv", 公安局=20, 住房和城乡建设局=20)
    write_items(tmp_path / "other.csv", 教育体育局=5)
    write_items(tmp_path / "fewer.csv", faults=1, 住房和城乡建设局=6)
    return tmp_path


@pytest.fixture
def make(tmp_path, monkeypatch) -> Callable[[str], Path]:
    """Makes a folder of that name for the data; gives the path of the database, the app's own."""

    def database(folder: str) -> Path:
        path = (tmp_path / folder / "county.duckdb").resolve()
        path.parent.mkdir()
        monkeypatch.setenv("GOVSVC_DATABASE", str(path))
        return path

    return database


@pytest.fixture(scope="module")
def month_file(tmp_path_factory) -> Path:
    """A database with one month, made once: copy it."""
    folder = tmp_path_factory.mktemp("month")
    write_items(folder / "whole.csv", 公安局=20, 住房和城乡建设局=20)
    path = folder / "county.duckdb"
    run("import", folder / "whole.csv", "--home", "云溪县", "--database", path)
    return path


@pytest.fixture
def made(make, month_file) -> Path:
    """A database with one month."""
    return Path(shutil.copy(month_file, make("made")))


@pytest.fixture
def asked(monkeypatch) -> list[list[str]]:
    """The words of the commands that an app has run."""
    words, original = [], in_app.run

    def noting(command, *rest):
        words.append(list(command))
        return original(command, *rest)

    monkeypatch.setattr(in_app, "run", noting)
    return words


@pytest.fixture
def running(made):
    """The database of an app that runs."""
    with served(Route("/healthz", health.healthz), admin_route.ROUTE) as address:
        app_client.write_key(made, address)
        yield made
    open_store(made).close()


def performed(script: list, files: Path, database: Path) -> list[Outcome]:
    """What the commands print on that database."""
    return [
        run(
            *(files / word if word.endswith(".csv") else word for word in words),
            *("--database", database),
            code=code,
        )
        for code, *words in script
    ]


def comparable(outcome: Outcome, database: Path) -> Outcome:
    """The output without what differs from one run to the next."""
    texts = []
    for text in outcome:
        text = text.replace(str(database.parent), "FOLDER")
        text = re.sub(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?|\d{8}-\d{6}", "TIME", text)
        texts.append(re.sub(r"(一次性密码.*：)\S+|[\d,]+字节", r"\1", text))
    return Outcome(*texts)


def entries(database: Path) -> list[tuple[str, str, str, str]]:
    """What the log says, the latest last."""
    return [
        (entry.kind, entry.actor, entry.source, entry.subject)
        for entry in reversed(AuditLog(database).entries())
    ]


@pytest.mark.parametrize("script", [FEW, pytest.param(ALL, marks=pytest.mark.full)])
def test_a_command_does_the_same_with_the_app_as_without(make, files, asked, script):
    stopped = make("stopped")
    alone = [comparable(outcome, stopped) for outcome in performed(script, files, stopped)]
    assert asked == []
    running = make("running")
    with served(admin_route.ROUTE) as address:
        app_client.write_key(running, address)
        together = [comparable(outcome, running) for outcome in performed(script, files, running)]
    for words, one, other in zip(script, alone, together, strict=True):
        assert one == other, words
    assert [words[0] for words in asked] == [
        words[1] for words in script if "none.csv" not in words
    ]
    assert open_store(running).version() == open_store(stopped).version() > 3
    log = entries(running)
    assert log == entries(stopped) and AuditLog(running).faults() == []
    assert {(actor, source) for _, actor, source, _ in log} == {("命令行", "本机")}
    kinds = {kind for kind, *_ in log}
    assert kinds >= {"imported", "roster", "opened", "undone", "setting", "account"}
    for database in (stopped, running):
        open_store(database).close()


def test_the_app_opens_no_path_that_it_is_sent(running, files, tmp_path):
    """The files' bytes come with the words, and the database is the app's own."""
    content, before = (files / "other.csv").read_bytes(), sorted(tmp_path.iterdir())
    words = ["import", str(tmp_path / "none.xlsx"), "--database", str(tmp_path / "other.duckdb")]
    printed = app_client.call(running, [*words, "--dry-run"], [("甲/表.csv", content)])
    assert printed.code == 0 and mentions(printed.out, "甲/表.csv", "5行", "未保存")
    assert sorted(tmp_path.iterdir()) == before


def test_a_paper_is_made_by_the_app_and_written_by_the_caller(running, asked, tmp_path):
    words = ["paper", "总结", "--month", "2026-10", "--out", tmp_path / "总结.docx"]
    printed = run(*words, "--database", running)
    assert len(asked) == 1 and mentions(printed.stdout, "已写出总结（初稿）", "待补充", "署名单位")
    text = "".join(one.text for one in Document(tmp_path / "总结.docx").paragraphs)
    assert "“网上可办率”达到100.00%（40/40，本县测算）" in text
    before = sorted(tmp_path.iterdir())
    alone = in_app.run([str(word) for word in words], [], running, AuditLog(running))
    assert alone.code == 0 and alone.file and sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("megabytes", few([3, 20], 1))
def test_a_large_workbook_goes_through(running, asked, tmp_path, megabytes):
    large = Path(shutil.copy(GOLDEN / "05_items_with_faults.xlsx", tmp_path / "带图片.xlsx"))
    with zipfile.ZipFile(large, "a") as book:
        book.writestr("xl/media/image1.bin", bytes(megabytes * 2**20))
    result = json.loads(run("import", large, "--database", running, "--dry-run", "--json").stdout)
    assert len(asked) == 1 and large.stat().st_size > megabytes * 2**20
    assert [sheet["rows"] for sheet in result["files"][0]["sheets"]] == [40]


def test_more_than_the_app_takes_at_once_is_refused_before_it_is_sent(
    running, asked, files, monkeypatch
):
    monkeypatch.setattr(app_client, "MOST_BYTES", 2 * 2**20)
    monkeypatch.setattr("govsvc.cli.importing.files_of", lambda _: [("大.xlsx", bytes(3 * 2**20))])
    refused = run("import", files / "whole.csv", "--database", running, code=1)
    assert mentions(refused.stderr, "3兆", "2兆", "分几次") and not asked


@pytest.mark.parametrize(
    "header, value, status",
    [
        ("Content-Length", str(app_client.MOST_BYTES + 1), 409),
        ("Transfer-Encoding", "chunked", 411),
    ],
)
def test_the_route_reads_nothing_of_a_request_without_bounds(running, asked, header, value, status):
    key = app_client.read_key(running)
    address = key.address.partition("//")[2]
    with closing(http.client.HTTPConnection(address, timeout=10)) as connection:
        connection.putrequest("POST", f"{app_client.PATH}/check")
        connection.putheader(app_client.HEADER, key.secret)
        connection.putheader(header, value)
        connection.endheaders()  # and no body: an answer can only come before it
        assert connection.getresponse().status == status and not asked


def test_large_commands_take_turns(running, monkeypatch):
    """What they hold in memory does not add up."""
    barrier, together = threading.Barrier(2), []

    def meet(*_):
        try:
            barrier.wait(0.5)
            together.append(True)
        except threading.BrokenBarrierError:
            together.append(False)
        return app_client.Printed(0, "", "")

    monkeypatch.setattr(in_app, "run", meet)
    files = [("大.csv", bytes(2 * 2**20))]
    callers = [
        threading.Thread(target=app_client.call, args=(running, ["import"], files))
        for _ in range(2)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert together == [False, False]


@pytest.mark.parametrize("words", [["restore", "--last"], ["demo", "--out", "x"], ["drop"], []])
def test_the_app_takes_no_other_commands(running, words):
    with pytest.raises(GovsvcError) as refused:
        in_app.run(words, [], running, AuditLog(running))
    assert refused.value.code == app_client.NOT_ACCEPTED


@pytest.mark.parametrize(("word", "code"), [("whole.csv", 0), ("none.csv", 1)])
def test_data_that_a_command_makes_in_the_app_remember_its_accounts(files, make, word, code):
    """Else accounts that are lost later would be made anew."""
    database = make("first")
    accounts = Accounts(database, None, AccessInDatabase(database))
    assert accounts.make_first(WHEN)
    content = (files / word).read_bytes() if word == "whole.csv" else b""
    words = ["import", word, "--home", "云溪县", "--database", str(database)]
    printed = in_app.run(words, [(word, content)], database, AuditLog(database))
    assert printed.code == code, printed.err
    assert open_store(database).settings.access().has_accounts
    accounts.path.unlink()
    with pytest.raises(GovsvcError) as lost:
        Accounts(database, None, AccessInDatabase(database)).make_first(WHEN)
    assert lost.value.code == "accounts_lost"


def test_restoring_says_why_it_wants_the_app_stopped(running, asked):
    before = running.read_bytes()
    refused = run("restore", "--as-it-is", "--database", running, code=1)
    assert mentions(refused.stderr, "看板正在运行", "请先停止看板") and not asked
    assert running.read_bytes() == before


def test_a_command_waits_while_a_first_visit_makes_the_demonstration(
    make, files, asked, monkeypatch
):
    database, content = make("new"), (files / "whole.csv").read_bytes()
    printed, ran_meanwhile = [], []

    def import_file():
        words = ["import", "whole.csv", "--home", "云溪县", "--database", str(database)]
        printed.append(app_client.call(database, words, [("whole.csv", content)]))

    def load(*_):
        command.start()
        command.join(0.5)
        ran_meanwhile.extend(asked)

    command = threading.Thread(target=import_file)
    monkeypatch.setattr(loading, "load_demonstration", load)
    with served(admin_route.ROUTE) as address:
        app_client.write_key(database, address)
        store = data._opened()
        command.join()
    assert ran_meanwhile == [] and printed[0].code == 0
    assert store.settings.home() == "云溪县"
    store.close()
    with closing(open_store(database)) as saved:  # what is in the file
        assert saved.settings.home() == "云溪县"


def locked(*_):
    raise StoreError.of("locked")


def test_a_database_that_something_else_holds_is_left_alone(made, monkeypatch):
    database = made
    monkeypatch.setattr("govsvc.cli.job.open_store", locked)
    assert "找不到正在运行的看板" in run("undo", "--database", database, code=1).stderr
    app_client.write_key(database, f"http://127.0.0.1:{free_port()}")  # of an app that was killed
    assert "找不到正在运行的看板" in run("undo", "--database", database, code=1).stderr
    with served() as address:  # and another program listens there now
        app_client.write_key(database, address)
        assert "找不到正在运行的看板" in run("undo", "--database", database, code=1).stderr


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"])
def test_an_app_that_ends_half_way_is_not_taken_for_none(made, answer):
    """Whether it has saved is not known: the command is not done once more here."""
    database, before = made, open_store(made).version()
    with hanging_up(KNOWN, answer) as address:
        app_client.write_key(database, address)
        unit = ("unit", "alias", "公安局", "公安分局", "--database", database)
        assert mentions(run(*unit, code=1).stderr, "不知道是否已经保存", "操作日志")
    app_client.key_file(database).unlink()
    assert open_store(database).version() == before
    run(*unit)


def test_the_key_of_an_app_that_was_killed_is_in_nobodys_way(made):
    app_client.write_key(made, f"http://127.0.0.1:{free_port()}")
    run("unit", "alias", "公安局", "公安分局", "--database", made)
    assert entries(made)[-1][:2] == (audit_kinds.ROSTER, "命令行")


def test_a_bug_is_told_to_the_apps_log_and_in_a_sentence(running, monkeypatch, caplog):
    def broken(_):
        raise ZeroDivisionError("of the command")

    monkeypatch.setattr("govsvc.admin.maintenance.check", broken)
    assert "请查看运行日志" in run("check", "--database", running, code=1).stderr
    assert "ZeroDivisionError" in caplog.text
