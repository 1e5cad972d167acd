"""python -m govsvc city …: the counties of a city, its rules, its tables and its bulletin."""

import argparse
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from govsvc.city import City, bulletin, differences, months, tables
from govsvc.city.month import CityMonth
from govsvc.cli import arguments, running
from govsvc.cli.job import Job
from govsvc.documents import city_bulletin
from govsvc.domain import indicators
from govsvc.domain.county_directory import CountyDirectory
from govsvc.domain.errors import GovsvcError, StoreError
from govsvc.domain.indicators import EXEMPT_AS, Rules
from govsvc.domain.months import month_text
from govsvc.domain.rectification import settings as rectification_settings
from govsvc.exports import export
from govsvc.security import COMMAND_LINE
from govsvc.store import Act, RuleVersion, Store
from govsvc.store.counties import read_each
from govsvc.system import clock

_SUFFIXES = (".xlsx", ".docx")


def add_to(commands: arguments.Commands) -> None:
    """Adds the command with its actions."""
    parser = commands.add_parser("city", help="全市：县（市、区）名单、全市口径、各县对比、通报")
    actions = parser.add_subparsers(required=True, metavar="操作")
    add = partial(running.add_action, actions)

    add("list", "名单里的县（市、区），各有哪些月份", _list)
    command = add("add", "把一个县（市、区）加入名单；数据留在原处", _add)
    command.add_argument("name", metavar="名称")
    command.add_argument("address", type=arguments.database, metavar="地址")
    command.add_argument("--group", default="", help="分组排名时它在哪一组，如 县市组")
    command = add("remove", "把一个县（市、区）移出名单；它的数据不变", _remove)
    command.add_argument("name", metavar="名称")
    command = add("allow", "哪些账号可以看这个县（市、区）的清单；不写账号即都不可以", _allow)
    command.add_argument("name", metavar="名称")
    command.add_argument("accounts", nargs="*", metavar="账号")
    command = add("name", "全市的名称，用在表头和通报里", _name)
    command.add_argument("name", metavar="名称")
    _add_rules(add("rules", "全市口径：不写选项即显示现行的", _rules))
    command = add("table", "各县（市、区）各项指标和名次", _table)
    _add_month(command)
    command.add_argument("--differences", action="store_true", help="只列县级公布与全市测算不同的")
    command = add("bulletin", "从各县（市、区）的数据写出全市通报", _bulletin)
    _add_month(command)
    command.add_argument("--out", required=True, type=_out, metavar="文件.xlsx|.docx")
    command.add_argument("--office", default="", help="署名单位；默认为整改设置中的署名单位")


def _add_month(command: argparse.ArgumentParser) -> None:
    command.add_argument("--month", type=arguments.month, help="默认为最近一个已定稿的月份")
    command.add_argument("--with-open", action="store_true", help="未定稿的县也按现有数据计入")


def _add_rules(command: argparse.ArgumentParser) -> None:
    command.add_argument("--from", dest="from_month", type=arguments.month, help="自哪月起执行")
    command.add_argument("--name", help="口径版本的名称")
    command.add_argument("--document", default="", help="依据的文件")
    command.add_argument("--types", nargs="+", metavar="类型", help="统计的事项类型")
    keys = [one.key for one in indicators.exempting_indicators()]
    command.add_argument(
        "--exempt",
        nargs="+",
        type=_treatment,
        default=[],
        metavar="指标=处理",
        help=f"豁免事项怎样计算；指标：{'、'.join(keys)}；处理：{'、'.join(EXEMPT_AS)}",
    )


def _treatment(text: str) -> tuple[str, str]:
    """hall_entry_rate=met. Raises ArgumentTypeError."""
    key, _, treatment = text.partition("=")
    if key not in {one.key for one in indicators.exempting_indicators()} or (
        treatment not in EXEMPT_AS
    ):
        raise argparse.ArgumentTypeError(f"应写作 指标=处理，不是 {text}")
    return key, treatment


def _out(text: str) -> Path:
    path = Path(text)
    if path.suffix not in _SUFFIXES:
        raise argparse.ArgumentTypeError(f"应写作 通报.xlsx 或 通报.docx，不是 {text}")
    return path


def _list(job: Job) -> int:
    city = City(job.existing_store())
    known = city.states()
    if job.options.json:
        counties = [
            {
                "name": one.name,
                "address": one.address,
                "group": one.group or None,
                "viewers": list(one.viewers),
                "trouble": state.title if isinstance(state, StoreError) else None,
                "months": {}
                if isinstance(state, StoreError)
                else {arguments.month_key(month): of for month, of in state.items()},
            }
            for one, state in zip(city.directory.counties, known)
        ]
        job.say_json({"city": city.name, "counties": counties})
        return 0
    for one, state in zip(city.directory.counties, known):
        if isinstance(state, StoreError):
            said = f"读不到：{state.title}"
        else:
            closed = months([state], with_open=False)
            said = f"最近定稿{month_text(closed[0])}" if closed else "还没有定稿的月份"
        job.say("\t".join((one.name, one.group or "—", one.address, said)))
    return 0


def _add(job: Job) -> int:
    options, store = job.options, job.store()
    directory = store.settings.counties().with_county(options.name, options.address, options.group)
    county = directory.counties[-1]
    (trouble,) = read_each([county.located(store.address)], lambda county: None)
    if trouble is not None:
        raise trouble
    return _save(job, store, directory, f"已把{county.name}加入名单，它的数据留在原处。")


def _remove(job: Job) -> int:
    store, name = job.existing_store(), job.options.name
    directory = store.settings.counties().without(name)
    return _save(job, store, directory, f"已把{name}移出名单，它的数据没有改变。")


def _allow(job: Job) -> int:
    store, options = job.existing_store(), job.options
    directory = store.settings.counties().seen_by(options.name, options.accounts)
    who = "、".join(options.accounts)
    said = f"可以查看{options.name}清单的账号：{who or '只有管理员'}。"
    return _save(job, store, directory, said)


def _save(job: Job, store: Store, directory: CountyDirectory, done: str) -> int:
    version = store.setting_writes.set_counties(
        directory, _act(done), expected_version=store.version()
    )
    return job.say_version(version, done)


def _act(reason: str) -> Act:
    return Act(COMMAND_LINE.name, clock.now(), reason=reason)


def _name(job: Job) -> int:
    store = job.store()
    version = store.setting_writes.rename_home(
        job.options.name, _act(""), expected_version=store.version()
    )
    return job.say_version(version, f"全市的名称是{store.settings.home()}。")


def _rules(job: Job) -> int:
    options, store = job.options, job.existing_store()
    if options.from_month is None:
        return _say_rules(job, store)
    if not options.name:
        raise GovsvcError("没有给口径版本起名称。", "请加上 --name，如 --name 2026年市口径。")
    before = store.settings.rules_of()(options.from_month)
    rules = Rules(
        tuple(options.types or before.types_in_scope),
        before.exempt_as | dict(options.exempt),
        before.levels,
        before.observation_months,
        before.also_met,
        before.instead,
        before.workdays_of,
        before.means,
    )
    wanted = RuleVersion(options.name, options.document, options.from_month, rules)
    version = store.setting_writes.change_rules(
        wanted, _act(options.document), expected_version=store.version()
    )
    return job.say_version(
        version, f"自{month_text(options.from_month)}起，全市按“{options.name}”测算各县（市、区）。"
    )


def _say_rules(job: Job, store: Store) -> int:
    versions = store.settings.rule_versions()
    if job.options.json:
        job.say_json(
            [{"name": one.name, "from": arguments.month_key(one.from_month)} for one in versions]
        )
        return 0
    for one in versions:
        job.say(f"{month_text(one.from_month)}起\t{one.name}\t{one.document}")
    if not versions:
        job.say("没有另定全市口径，按省定口径测算。")
    return 0


def _month(job: Job) -> tuple[City, CityMonth]:
    """The city and its month. Raises GovsvcError where no county has closed one."""
    options, city = job.options, City(job.existing_store())
    known = city.states()
    there = months(known, options.with_open)
    wanted: date | None = options.month or next(iter(there), None)
    if wanted is None or wanted not in there:
        what = month_text(wanted) if wanted else "各月"
        raise GovsvcError(
            f"{what}没有已定稿的县（市、区）。",
            "请核对月份；加 --with-open 也计入未定稿的。",
            "month_empty",
        )
    return city, city.month(wanted, known, options.with_open)


def _table(job: Job) -> int:
    city, month = _month(job)
    if job.options.differences:
        found = differences(month, city.rules_of_counties(month))
        return _say_sheet(job, tables.different(month, found))
    if job.options.json:
        job.say_json(_json(month))
        return 0
    job.say(bulletin.headline(month))
    return _say_sheet(job, tables.matrix(month))


def _say_sheet(job: Job, sheet: export.Sheet) -> int:
    if job.options.json:
        job.say_json([dict(zip(sheet.columns, row)) for row in sheet.rows])
        return 0
    for row in (sheet.columns, *sheet.rows, *([sheet.total] if sheet.total else [])):
        job.say("\t".join("" if cell is None else str(cell) for cell in row))
    return 0


def _json(month: CityMonth) -> dict[str, object]:
    shown = indicators.headline_indicators()
    ranks = {one.key: month.ranks(one) for one in shown}
    return {
        "month": arguments.month_key(month.month),
        "rules": month.rules_name,
        "counties": [
            {
                "name": one.county.name,
                "standing": one.standing,
                "trouble": one.trouble or None,
                "values": {
                    each.key: {
                        "numerator": one.counts_of(each)[0],
                        "denominator": one.counts_of(each)[1],
                        "published": None if value is None else str(value),
                        "rank": rank.place if rank else None,
                    }
                    for each in shown
                    for value in (one.published(each),)
                    for rank in (ranks[each.key][one.county.name],)
                },
            }
            for one in month.counties
        ],
    }


def _bulletin(job: Job) -> int:
    city, month = _month(job)
    suffix = job.options.out.suffix
    makers: dict[str, Callable[[], bytes]] = {
        ".xlsx": lambda: export.to_xlsx(bulletin.sheet(month)),
        ".docx": lambda: _word(job, month),
    }
    job.give(makers[suffix]())
    job.say(f"已写出{bulletin.title(month)}：{bulletin.headline(month)}。")
    return 0


def _word(job: Job, month: CityMonth) -> bytes:
    signs = rectification_settings.of_settings(job.existing_store().settings.all())
    now = clock.now()
    return city_bulletin.content(
        bulletin.title(month),
        bulletin.opening(month),
        bulletin.parts(month),
        office=job.options.office or signs.office or bulletin.office(month),
        day=now.date(),
        spacing=signs.spacing,
        made_at=now,
    )
