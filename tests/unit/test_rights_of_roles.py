"""Every write of the store × every role, and what the 操作日志 says of it."""

import ast
import inspect
import shutil
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from support import mentions
from test_store import OCTOBER, SEPTEMBER, WHEN, batch, item, village

from govsvc.domain.county_directory import County, CountyDirectory
from govsvc.domain.errors import GovsvcError, NotAllowed, StaleVersion, StoreError
from govsvc.domain.feedback import BAD_DAYS, SATISFIED_AS, DrawSettings
from govsvc.domain.feedback.weights import Weights
from govsvc.domain.indicators import (
    BULLETIN,
    EXPORT,
    ITEMS,
    STATIONS,
    TARGETS,
    UNITS,
    VILLAGES,
    Rules,
    list_by_key,
)
from govsvc.domain.mappings import Choices, HeaderChoice
from govsvc.domain.paper_versions import WRITTEN, PaperOf, Words
from govsvc.domain.rectification import (
    SIGNED,
    VOIDED,
    Entry,
    Letter,
    LetterKind,
    Matter,
    Meeting,
    Settings,
    Step,
)
from govsvc.domain.rectification.history import Imported, PastStep
from govsvc.domain.roster import DEPARTMENT, Roster, Unit
from govsvc.domain.rows import ListRow, Reported, Target
from govsvc.domain.workdays import SpecialDay
from govsvc.security import (
    ADMINISTRATOR,
    NOBODY,
    ROLES,
    UPLOADER,
    VIEWER,
    VISITOR,
    Actor,
    Right,
    audit_kinds,
)
from govsvc.security.access_in_data import RememberedAccess
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import REVIEWER
from govsvc.store import (
    CLOSED,
    COLLECTING,
    IN_REVIEW,
    NOTHING_CHANGED,
    RETURNED,
    Act,
    Batch,
    RuleVersion,
    Store,
    copies,
    open_store,
)

AUGUST, NOVEMBER = date(2026, 8, 1), date(2026, 11, 1)
OWN, OTHER = "自然资源局", "公安局"
ACT = Act("冒名", WHEN)
ACT_FOR = Act("冒名", WHEN, reason="现场核实")
TARGET = Target(2026, "online_rate", place=3)
MEASURE_TARGET = Target(2026, "phone.satisfied", Decimal(98))
PAPER = PaperOf("summary", "总结", OCTOBER)
MEETING = Meeting(0, "推进会", WHEN.date())
LIMITED = Actor("科员", UPLOADER, (OWN,), "10.0.0.9", "keyuan")
ACTORS = {
    **{role.key: Actor(role.name, role, (), "10.0.0.9", role.key) for role in ROLES},
    "visitor": VISITOR,
    "nobody": NOBODY,
    "limited": LIMITED,
}
ALL = {"uploader", "reviewer", "administrator"}
REVIEW, MANAGE = {"reviewer", "administrator"}, {"administrator"}


@dataclass(frozen=True)
class Case:
    """One write. `who`: keys of the actors that may; `what`: its kind in the log."""

    method: str
    name: str
    who: set[str]
    what: str
    do: Callable[[Store], object]


def commit(store: Store, *batches: Batch, **more) -> int:
    return store.imports.commit(
        batches, expected_version=store.version(), who="冒名", when=WHEN, **more
    )


def at(store: Store) -> dict:
    return {"expected_version": store.version()}


def of_own(**more) -> Batch:
    return batch(ITEMS, item("1"), item("7"), **more)


def wider(store: Store) -> Roster:
    return Roster([*store.settings.roster().units, Unit("新局", DEPARTMENT)])


def suspected(store: Store) -> list[ListRow]:
    return [
        ListRow(row.kind, row.month, row.unit, row.key, row.name, row.attributes)
        for row in store.rows.entries(ITEMS, OCTOBER)[:1]
    ]


def letter(unit: str) -> Letter:
    """To the unit, about the first entry."""
    matters = (Matter(1, "事项", "未网上可办", WHEN.date(), None),)
    signs = ("某局", "", "", "", True)
    return Letter(LetterKind.REMINDER, unit, WHEN.date(), matters, None, 3, True, *signs)


def matter(unit: str) -> Entry:
    return Entry(0, 0, unit, "事项1", "未进驻", WHEN.date(), date(2026, 11, 20))


CASES = [
    Case(
        "commit", "own rows", ALL | {"limited"}, audit_kinds.IMPORTED, lambda s: commit(s, of_own())
    ),
    Case(
        "commit",
        "own changes",
        ALL | {"limited"},
        audit_kinds.IMPORTED,
        lambda s: commit(s, of_own(is_changes=True)),
    ),
    Case(
        "commit",
        "rows of others",
        ALL,
        audit_kinds.IMPORTED,
        lambda s: commit(s, batch(ITEMS, item("1"), item("3", OTHER))),
    ),
    Case(
        "commit",
        "rows of others with an error",
        ALL,
        audit_kinds.IMPORTED,
        lambda s: commit(s, batch(ITEMS, item("1"), item("3", OTHER, status="left_out"))),
    ),
    Case(
        "commit",
        "a code of others",
        ALL,
        audit_kinds.IMPORTED,
        lambda s: commit(s, batch(ITEMS, item("3"), is_changes=True)),
    ),
    Case(
        "commit",
        "a township",
        ALL,
        audit_kinds.IMPORTED,
        lambda s: commit(s, batch(STATIONS, village("东村"))),
    ),
    Case(
        "commit",
        "a whole month",
        ALL,
        audit_kinds.IMPORTED,
        lambda s: commit(s, of_own(is_whole=True)),
    ),
    Case(
        "commit",
        "an export that rules over others",
        ALL,
        audit_kinds.IMPORTED,
        lambda s: commit(
            s, Batch(EXPORT, OCTOBER, [("a.xlsx", "1")], [replace(item("1"), kind=EXPORT)])
        ),
    ),
    Case(
        "commit",
        "village list",
        ALL,
        audit_kinds.IMPORTED,
        lambda s: commit(s, batch(VILLAGES, village("东村", kind=VILLAGES))),
    ),
    Case(
        "commit",
        "bulletin",
        ALL,
        audit_kinds.IMPORTED,
        lambda s: commit(
            s,
            Batch(
                BULLETIN,
                OCTOBER,
                [("a.xlsx", "1")],
                reported=[Reported(OCTOBER, "云溪县", "online_rate", 9, 10)],
            ),
        ),
    ),
    Case(
        "commit",
        "what is remembered",
        ALL,
        audit_kinds.IMPORTED,
        lambda s: commit(s, choices=Choices({"f": HeaderChoice(ITEMS, 1, {"是否网办": 3})})),
    ),
    Case(
        "commit",
        "a new unit",
        ALL,
        audit_kinds.IMPORTED,
        lambda s: commit(s, of_own(), roster=wider(s)),
    ),
    Case(
        "commit",
        "targets",
        MANAGE,
        audit_kinds.IMPORTED,
        lambda s: commit(s, Batch(TARGETS, None, [("a.xlsx", "1")], targets=[TARGET])),
    ),
    Case(
        "commit",
        "roster",
        MANAGE,
        audit_kinds.IMPORTED,
        lambda s: commit(
            s,
            Batch(UNITS, None, [("a.xlsx", "1")], listed=[Unit("新局", DEPARTMENT)]),
            roster=wider(s),
        ),
    ),
    Case(
        "commit",
        "settings",
        MANAGE,
        audit_kinds.IMPORTED,
        lambda s: commit(s, of_own(), settings={"is_demonstration": "yes"}),
    ),
    Case(
        "commit",
        "another home",
        MANAGE,
        audit_kinds.IMPORTED,
        lambda s: commit(s, of_own(), home="青山县"),
    ),
    Case(
        "commit",
        "a correction",
        REVIEW,
        audit_kinds.IMPORTED,
        lambda s: commit(s, of_own_in(SEPTEMBER), correction="补报"),
    ),
    Case(
        "save_roster",
        "",
        MANAGE,
        audit_kinds.ROSTER,
        lambda s: s.setting_writes.save_roster(wider(s), ACT, **at(s)),
    ),
    Case(
        "open",
        "",
        ALL,
        audit_kinds.OPENED,
        lambda s: s.month_writes.open(NOVEMBER, ACT, **at(s)),
    ),
    Case(
        "set_state",
        "in review",
        ALL,
        audit_kinds.REVIEWED,
        lambda s: s.month_writes.set_state(OCTOBER, IN_REVIEW, ACT, **at(s)),
    ),
    Case(
        "set_state",
        "collecting",
        REVIEW,
        audit_kinds.REVIEWED,
        lambda s: s.month_writes.set_state(OCTOBER, COLLECTING, ACT, **at(s)),
    ),
    Case(
        "set_state",
        "closed",
        REVIEW,
        audit_kinds.CLOSED,
        lambda s: s.month_writes.set_state(OCTOBER, CLOSED, ACT, **at(s)),
    ),
    Case(
        "report",
        "own no change",
        ALL | {"limited"},
        audit_kinds.REPORTED,
        lambda s: s.month_writes.report(OCTOBER, {ITEMS: [OWN]}, NOTHING_CHANGED, ACT, **at(s)),
    ),
    Case(
        "report",
        "no change of others",
        ALL,
        audit_kinds.REPORTED,
        lambda s: s.month_writes.report(OCTOBER, {ITEMS: [OTHER]}, NOTHING_CHANGED, ACT, **at(s)),
    ),
    Case(
        "report",
        "returned",
        REVIEW,
        audit_kinds.REPORTED,
        lambda s: s.month_writes.report(
            OCTOBER, {ITEMS: [OWN]}, RETURNED, ACT, **at(s), note="缺编码"
        ),
    ),
    Case(
        "judge_suspected",
        "",
        REVIEW,
        audit_kinds.JUDGED,
        lambda s: s.month_writes.judge_suspected(
            list_by_key("entered_in_name_only"), suspected(s), True, ACT_FOR, **at(s)
        ),
    ),
    Case(
        "set_fetch_day",
        "",
        MANAGE,
        audit_kinds.SETTING,
        lambda s: s.setting_writes.set_fetch_day("city", "2026-11-20", ACT, **at(s)),
    ),
    Case(
        "set_deadline",
        "",
        ALL,
        audit_kinds.SETTING,
        lambda s: s.setting_writes.set_deadline(OCTOBER, date(2026, 11, 8), ACT, **at(s)),
    ),
    Case(
        "set_most_points",
        "",
        REVIEW,
        audit_kinds.SETTING,
        lambda s: s.setting_writes.set_most_points(Decimal("3"), ACT, **at(s)),
    ),
    Case(
        "rename_home",
        "",
        MANAGE,
        audit_kinds.SETTING,
        lambda s: s.setting_writes.rename_home("清源县", ACT, **at(s)),
    ),
    Case(
        "set_target",
        "",
        MANAGE,
        audit_kinds.TARGET,
        lambda s: s.setting_writes.set_target(TARGET, ACT, **at(s)),
    ),
    Case(
        "remove_target",
        "",
        MANAGE,
        audit_kinds.TARGET,
        lambda s: s.setting_writes.remove_target(TARGET, ACT, **at(s)),
    ),
    Case(
        "change_rules",
        "",
        MANAGE,
        audit_kinds.RULES,
        lambda s: s.setting_writes.change_rules(
            RuleVersion("市口径", "市发1号", OCTOBER, Rules()), ACT, **at(s)
        ),
    ),
    Case(
        "assign",
        "",
        ALL,
        audit_kinds.RECTIFIED,
        lambda s: s.rectification_writes.assign([matter(OWN)], ACT, **at(s)),
    ),
    Case(
        "assign",
        "what a meeting decided",
        REVIEW,
        audit_kinds.RECTIFIED,
        lambda s: s.rectification_writes.assign([matter(OWN)], ACT, **at(s), meeting=MEETING),
    ),
    Case(
        "save_meeting",
        "",
        REVIEW,
        audit_kinds.RECTIFIED,
        lambda s: s.meeting_writes.save_meeting(MEETING, ACT, **at(s)),
    ),
    Case(
        "import_ledger",
        "open matters",
        ALL,
        audit_kinds.RECTIFIED,
        lambda s: s.rectification_writes.import_ledger([Imported(matter(OWN), ())], ACT, **at(s)),
    ),
    Case(
        "import_ledger",
        "what was decided",
        REVIEW,
        audit_kinds.RECTIFIED,
        lambda s: s.rectification_writes.import_ledger(
            [Imported(matter(OWN), (PastStep(Step(VOIDED), OCTOBER),))], ACT, **at(s)
        ),
    ),
    Case(
        "take",
        "a reply of another",
        ALL,
        audit_kinds.RECTIFIED,
        lambda s: s.rectification_writes.take({2: 0}, Step(SIGNED), ACT),
    ),
    Case(
        "take",
        "a reply of one's own",
        ALL | {"limited"},
        audit_kinds.RECTIFIED,
        lambda s: s.rectification_writes.take({1: 0}, Step(SIGNED), ACT),
    ),
    Case(
        "take",
        "a decision",
        REVIEW,
        audit_kinds.RECTIFIED,
        lambda s: s.rectification_writes.take({1: 0}, Step(VOIDED, "错录"), ACT),
    ),
    Case(
        "send",
        "",
        ALL,
        audit_kinds.RECTIFIED,
        lambda s: s.letter_writes.send([letter(OWN)], {1: 0}, ACT),
    ),
    Case(
        "save",
        "",
        ALL,
        audit_kinds.PAPER,
        lambda s: s.paper_writes.save(PAPER, WRITTEN, "a", [Words("a", "甲")], ["甲"], ACT, seen=0),
    ),
    Case(
        "approve",
        "",
        REVIEW,
        audit_kinds.PAPER,
        lambda s: s.paper_writes.approve(PAPER, ["甲"], ACT, seen=0),
    ),
    Case(
        "set_letterhead",
        "",
        MANAGE,
        audit_kinds.SETTING,
        lambda s: s.paper_writes.set_letterhead("a.docx", b"PK", ACT, **at(s)),
    ),
    Case(
        "remove_letterhead",
        "",
        MANAGE,
        audit_kinds.SETTING,
        lambda s: s.paper_writes.remove_letterhead(ACT, **at(s)),
    ),
    Case(
        "set_rectification",
        "",
        MANAGE,
        audit_kinds.SETTING,
        lambda s: s.setting_writes.set_rectification(Settings(yellow=5), ACT, **at(s)),
    ),
    Case(
        "choose",
        "",
        MANAGE,
        audit_kinds.SETTING,
        lambda s: s.feedback_writes.choose(SATISFIED_AS, "two", ACT, **at(s)),
    ),
    Case(
        "set_least_sample",
        "",
        MANAGE,
        audit_kinds.SETTING,
        lambda s: s.feedback_writes.set_least_sample(20, ACT, **at(s)),
    ),
    Case(
        "set_drawing",
        "",
        MANAGE,
        audit_kinds.SETTING,
        lambda s: s.feedback_writes.set_drawing(DrawSettings(most=40), ACT, **at(s)),
    ),
    Case(
        "choose_extras",
        "",
        MANAGE,
        audit_kinds.SETTING,
        lambda s: s.setting_writes.choose_extras((), ACT, **at(s)),
    ),
    Case(
        "set_counties",
        "",
        MANAGE,
        audit_kinds.SETTING,
        lambda s: s.setting_writes.set_counties(
            CountyDirectory((County("清源县", "/srv/qingyuan.duckdb"),)), ACT, **at(s)
        ),
    ),
    Case(
        "set_warning_days",
        "",
        MANAGE,
        audit_kinds.SETTING,
        lambda s: s.setting_writes.set_warning_days(45, ACT, **at(s)),
    ),
    Case(
        "set_population",
        "",
        ALL,
        audit_kinds.SETTING,
        lambda s: s.feedback_writes.set_population(OCTOBER, 412, ACT, **at(s)),
    ),
    Case(
        "set_weights",
        "",
        MANAGE,
        audit_kinds.SETTING,
        lambda s: s.feedback_writes.set_weights(Weights("1号", {"hall": 1}), ACT, **at(s)),
    ),
    Case(
        "set_days",
        "",
        MANAGE,
        audit_kinds.SETTING,
        lambda s: s.feedback_writes.set_days(BAD_DAYS, 7, ACT, **at(s)),
    ),
    Case(
        "set_measure_target",
        "",
        MANAGE,
        audit_kinds.TARGET,
        lambda s: s.feedback_writes.set_measure_target(MEASURE_TARGET, ACT, **at(s)),
    ),
    Case(
        "remove_measure_target",
        "",
        MANAGE,
        audit_kinds.TARGET,
        lambda s: s.feedback_writes.remove_measure_target(MEASURE_TARGET, ACT, **at(s)),
    ),
    Case(
        "set_cases",
        "",
        ALL,
        audit_kinds.SETTING,
        lambda s: s.feedback_writes.set_cases(OCTOBER, 8400, ACT, **at(s)),
    ),
    Case(
        "set_holidays",
        "",
        MANAGE,
        audit_kinds.SETTING,
        lambda s: s.rectification_writes.set_holidays(
            2027, [SpecialDay(date(2027, 1, 1), True, "1号")], ACT, **at(s)
        ),
    ),
    Case(
        "undo",
        "of another",
        MANAGE,
        audit_kinds.UNDONE,
        lambda s: s.undoing.undo([2], ACT, **at(s)),
    ),
    Case(
        "remember_access",
        "",
        MANAGE,
        audit_kinds.SETTING,
        lambda s: s.setting_writes.remember_access(RememberedAccess(True, True), ACT, **at(s)),
    ),
    Case("clear", "", MANAGE, audit_kinds.CLEARED, lambda s: s.clear(ACT, **at(s))),
    Case("copy", "", MANAGE, "", lambda s: s.copy(copies.BY_HAND, WHEN)),
]


def of_own_in(month: date) -> Batch:
    return batch(ITEMS, item("1", month=month), month=month)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """September closed, October with rows of two departments and a township."""
    path = tmp_path_factory.mktemp("rights") / "a.duckdb"
    store = open_store(path)
    commit(store, of_own_in(SEPTEMBER), home="云溪县")
    commit(store, batch(ITEMS, item("1"), item("3", OTHER)), batch(STATIONS, village("东村")))
    store.month_writes.set_state(SEPTEMBER, CLOSED, ACT, **at(store))
    store.rectification_writes.assign([matter(OWN), matter(OTHER)], ACT, **at(store))
    store.paper_writes.set_letterhead("红头.docx", b"PK", ACT, **at(store))
    store.close()
    return path


@pytest.fixture
def machine(prepared, tmp_path):
    for file in prepared.parent.glob("a.duckdb*"):
        if file.is_file():
            shutil.copy(file, tmp_path / file.name)
    store = open_store(tmp_path / "a.duckdb")
    yield store
    store.close()


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.method}-{case.name}".strip("-").replace(" ", "_")
)
def test_each_write_by_each_role(machine, case):
    log = AuditLog(machine.path)
    for key in ("nobody", "visitor", "viewer", "limited", "uploader", "reviewer", "administrator"):
        if key in case.who:
            continue
        store, version, entry_count = (
            machine.acting(ACTORS[key], log),
            machine.version(),
            len(log.entries()),
        )
        with pytest.raises(NotAllowed) as refused:
            case.do(store)
        assert "没有权限：" in refused.value.title and "数据没有改变" in refused.value.step, key
        assert machine.version() == version and not copies.existing(machine.path), key
        assert [entry.kind for entry in log.entries()[: -entry_count or None]] == [
            audit_kinds.REFUSED
        ], key
    for key in sorted(case.who)[:1]:
        store = machine.acting(ACTORS[key], log)
        case.do(store)
        if not case.what:
            continue
        entry = log.entries()[0]
        assert (entry.kind, entry.actor, entry.source) == (
            case.what,
            ACTORS[key].name,
            "10.0.0.9",
        ) and entry.at.startswith("2026-11-05 09:30")
        if case.method in ("clear", "remember_access"):  # nothing that can be undone
            continue
        operations = machine.records.operations()
        assert (operations[0].who, operations[0].version) == (
            ACTORS[key].name,
            machine.version(),
        )
    assert log.faults() == []


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if len(case.who) > 1],
    ids=lambda case: f"{case.method}-{case.name}".strip("-").replace(" ", "_"),
)
def test_each_that_may_can(prepared, tmp_path, case):
    for number, key in enumerate(sorted(case.who)[1:]):
        folder = tmp_path / str(number)
        shutil.copytree(prepared.parent, folder)
        store = open_store(folder / "a.duckdb")
        case.do(store.acting(ACTORS[key]))
        store.close()


def test_every_write_of_the_store_is_among_them(machine):
    """A method is a write where it goes through the session's write or require; nothing else begins
    a transaction but what is tried and not stored.
    """
    parts = [part for part in vars(machine).values() if hasattr(part, "_session")]
    calls = {
        method.name: {
            ast.unparse(node.func) for node in ast.walk(method) if isinstance(node, ast.Call)
        }
        for kind in (Store, *map(type, parts))
        for method in ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0].body
        if isinstance(method, ast.FunctionDef)
    }
    assert len(parts) == 16
    writes = {"self._session.write", "self._session.require"}
    assert {name for name, called in calls.items() if called & writes} == {
        case.method for case in CASES
    }
    assert {name for name, called in calls.items() if "self._session.trial" in called} == {
        "foresee_rules",
        "foresee_undo",
    }
    assert "self._session.connection.copy" in calls["copy"]
    beginning = {
        path.name: path.read_text(encoding="utf-8").count(".transaction(")
        for path in Path(inspect.getfile(Store)).parent.glob("*.py")
    }
    assert {name: count for name, count in beginning.items() if count} == {
        "session.py": 2,
        "copying.py": 1,
    }


@pytest.mark.parametrize("key", ["limited", "uploader", "reviewer", "administrator"])
def test_the_own_upload_of_own_units_may_be_undone(machine, key):
    log = AuditLog(machine.path)
    store, before = machine.acting(ACTORS[key], log), machine.counts.units(ITEMS, OCTOBER)
    version = commit(store, of_own())
    assert store.undoing.may_undo(version)
    undoing = store.undoing.undo([version], ACT, **at(store))
    assert machine.counts.units(ITEMS, OCTOBER) == before
    assert (log.entries()[0].kind, log.entries()[0].actor) == (
        audit_kinds.UNDONE,
        ACTORS[key].name,
    )
    store.undoing.undo([undoing], ACT, **at(store))  # and that again
    assert machine.counts.units(ITEMS, OCTOBER)[OWN] == 2


@pytest.mark.parametrize("key", ["viewer", "limited", "uploader", "reviewer"])
def test_what_is_not_ones_own_upload_is_undone_by_administrators_alone(machine, key):
    store = machine.acting(ACTORS[key], AuditLog(machine.path))
    others = [
        commit(machine.acting(ACTORS["administrator"]), of_own()),  # another's
        machine.month_writes.report(OCTOBER, {ITEMS: [OTHER]}, NOTHING_CHANGED, ACT, **at(machine)),
        99,
    ]
    for version in others:
        assert not store.undoing.may_undo(version)
        with pytest.raises(NotAllowed):
            store.undoing.undo([version], ACT_FOR, **at(store))
    if key == "viewer":
        return
    own = commit(store, of_own())
    # another has built on it
    later = commit(machine.acting(ACTORS["administrator"]), batch(ITEMS, item("1")))
    assert not store.undoing.may_undo(own)
    with pytest.raises(NotAllowed):
        store.undoing.undo([own, later], ACT_FOR, **at(store))
    with pytest.raises(GovsvcError):
        store.undoing.undo([own], ACT_FOR, **at(store))
    # the month is closed since
    own = commit(store, of_own())
    machine.month_writes.set_state(OCTOBER, CLOSED, ACT_FOR, **at(machine))
    with pytest.raises(NotAllowed):
        store.undoing.undo([own], ACT_FOR, **at(store))


def test_an_upload_of_units_that_are_ones_own_no_more_is_not_undone(machine):
    person = ACTORS["uploader"]
    version = commit(machine.acting(person), batch(ITEMS, item("1"), item("3", OTHER)))
    limited = machine.acting(replace(person, units=(OWN,)))
    assert not limited.undoing.may_undo(version)
    with pytest.raises(NotAllowed):
        limited.undoing.undo([version], ACT, **at(limited))
    assert machine.acting(person).undoing.may_undo(version)


def test_nothing_is_stored_by_foreseeing(machine):
    version = machine.version()
    looking = machine.acting(VISITOR)
    looking.setting_writes.foresee_rules(RuleVersion("市口径", "市发1号", OCTOBER, Rules()))
    looking.undoing.foresee_undo([2])
    looking.imports.foresee([of_own()])
    assert machine.version() == version


def test_roles_grow():
    for smaller, larger in zip(ROLES, ROLES[1:]):
        assert smaller.rights < larger.rights
    assert [role.name for role in ROLES] == [
        "查阅",
        "填报",
        "审核",
        "管理员",
    ] and not NOBODY.role.rights


def test_who_had_a_department_that_was_merged_has_not_its_successor(machine):
    machine.setting_writes.save_roster(
        machine.settings.roster().merged(OWN, OTHER, OCTOBER), ACT, **at(machine)
    )
    with pytest.raises(NotAllowed, match=OTHER):
        commit(machine.acting(LIMITED), batch(ITEMS, item("3", OTHER)))
    with pytest.raises(NotAllowed, match=OWN):
        commit(machine.acting(LIMITED), of_own())


def test_a_renamed_department_is_still_ones_own(machine):
    machine.setting_writes.save_roster(
        machine.settings.roster().renamed(OWN, "自然资源和规划局"), ACT, **at(machine)
    )
    commit(machine.acting(LIMITED), batch(ITEMS, item("1", "自然资源和规划局")))
    assert machine.counts.units(ITEMS, OCTOBER)["自然资源和规划局"] == 1


def test_limits_bind_only_the_role_that_has_them():
    assert (
        not replace(LIMITED, role=ADMINISTRATOR).is_limited
        and not replace(LIMITED, role=REVIEWER).is_limited
        and LIMITED.is_limited
    )


def test_what_one_department_says_of_a_header_is_not_remembered_for_all(machine):
    choices = Choices({"f": HeaderChoice(ITEMS, 1, {"是否网办": 3})})
    commit(machine.acting(LIMITED), of_own(), choices=choices)
    assert not machine.settings.remembered().headers
    commit(machine.acting(ACTORS["uploader"]), of_own(), choices=choices)
    assert machine.settings.remembered().headers == choices.headers


def test_before_and_after_stand_in_the_log(machine):
    log = AuditLog(machine.path)
    store = machine.acting(ACTORS["administrator"], log)

    def last_entry() -> tuple[str, str, str]:
        entry = log.entries()[0]
        return entry.subject, entry.before, entry.after

    commit(store, of_own())
    subject, *rows = last_entry()
    assert mentions(subject, "2026年10月", "政务服务事项", "自然资源局", "a.xlsx")
    assert rows == ["1行", "2行"]
    store.setting_writes.set_target(TARGET, ACT, **at(store))
    assert last_entry()[1:] == ("未设", "前3") and "2026年全年" in last_entry()[0]
    store.setting_writes.set_target(replace(TARGET, place=2), ACT, **at(store))
    assert last_entry()[1:] == ("前3", "前2")
    store.setting_writes.remove_target(TARGET, ACT, **at(store))
    assert last_entry()[1:] == ("前2", "删除")
    store.setting_writes.save_roster(
        Roster(
            [
                replace(unit, leader="周县长") if unit.name == OWN else unit
                for unit in store.settings.roster().units
            ]
        ),
        ACT,
        **at(store),
    )
    assert last_entry()[0] == OWN and last_entry()[2] == "分管县领导周县长"
    store.month_writes.set_state(OCTOBER, IN_REVIEW, ACT, **at(store))
    assert last_entry() == ("2026年10月", "采集中", "待审核")
    store.month_writes.set_state(OCTOBER, CLOSED, replace(ACT, reason="报齐"), **at(store))
    assert last_entry() == ("2026年10月", "待审核", "已定稿，原因：报齐")
    commit(store, of_own_in(SEPTEMBER), correction="补报2项")
    assert "更正原因：补报2项" in last_entry()[2]


def test_a_write_that_is_not_stored_is_not_told_or_told_as_not_saved(machine, monkeypatch):
    log = AuditLog(machine.path)
    store = machine.acting(ACTORS["administrator"], log)
    with pytest.raises(StaleVersion):
        store.setting_writes.set_target(TARGET, ACT, expected_version=0)
    assert not log.entries()
    own_totals = machine._session.connection.totals

    def unlike():
        return replace(own_totals(), version=99)

    monkeypatch.setattr(machine._session.connection, "totals", unlike)
    with pytest.raises(StoreError, match="核对不一致"):
        store.setting_writes.set_target(TARGET, ACT, **at(store))
    assert [entry.kind for entry in log.entries()] == [audit_kinds.NOT_SAVED, audit_kinds.TARGET]


def test_nothing_is_stored_that_cannot_be_told(machine):
    log = AuditLog(machine.path)
    log.path.write_bytes(b"no database" * 100)
    version = machine.version()
    with pytest.raises(GovsvcError, match="操作日志已损坏"):
        machine.acting(ACTORS["administrator"], log).setting_writes.set_target(
            TARGET, ACT, **at(machine)
        )
    assert machine.version() == version and not machine.settings.targets()


def test_a_viewer_who_signed_in_is_told_otherwise_than_who_did_not():
    for actor, message in (
        (VISITOR, "请先登录"),
        (Actor("王五", VIEWER, account="wangwu"), "请用有权限的账号"),
    ):
        with pytest.raises(NotAllowed, match=message):
            actor.require(Right.MANAGE, "撤销")
