"""交办: entries made of the rows of a problem list, or typed in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from govsvc.assessment.problems import Problem
from govsvc.domain.chains.links import Link
from govsvc.domain.feedback import BadRating, Call, level_name, reason_text
from govsvc.domain.feedback.calling import ON_SCREEN
from govsvc.domain.indicators import CALLS, CHAINS, RATINGS, ProblemList
from govsvc.domain.rectification import CYCLES, Entry

#: 问题来源 of what was said on the phone
CALL_SOURCE, RATING_SOURCE, CHAIN_SOURCE = "电话回访", "好差评", "一件事"


@dataclass(frozen=True, slots=True)
class Terms:
    """What all entries of one 交办 have in common.

    `document`: 文号 or meeting. `partners`: 配合单位, parted by 、.
    """

    assigned_on: date
    deadline: date
    person: str = ""
    measure: str = ""
    source: str = ""
    document: str = ""
    cycle: str = CYCLES[0]
    partners: str = ""
    goal: str = ""
    note: str = ""


def of_problems(
    problem_list: ProblemList,
    problems: Iterable[Problem],
    leads: Mapping[str, str],
    terms: Terms,
) -> list[Entry]:
    """An entry a row. `leads`: unit → who leads it."""
    return [
        Entry(
            0,
            0,
            row.unit,
            row.name,
            problem_list.name,
            terms.assigned_on,
            terms.deadline,
            leads.get(row.unit, ""),
            terms.person,
            terms.measure,
            terms.source,
            terms.document,
            terms.cycle,
            problem_list.key,
            row.kind,
            row.month,
            row.key,
            dict(row.attributes),
            terms.partners,
            terms.goal,
            terms.note,
        )
        for row in (problem.row for problem in problems)
    ]


def of_calls(calls: Iterable[Call], leads: Mapping[str, str], terms: Terms) -> list[Entry]:
    """An entry a call of 电话回访: what was said, and where it stands in the ledger of the caller,
    who alone has names and numbers.
    """
    return [
        replace(
            typed(
                call.unit,
                call.item or CALL_SOURCE,
                "，".join(filter(None, (level_name(call.rating), call.text)))
                + f"（{_place(call)}）",
                leads.get(call.unit, ""),
                terms,
            ),
            kind=CALLS,
            month=call.month,
            key=call.key,
        )
        for call in calls
    ]


def of_bad_ratings(
    ratings: Iterable[BadRating], leads: Mapping[str, str], terms: Terms
) -> list[Entry]:
    """An entry a 差评: level, reasons and text, and where it stands in the export, which alone has
    names and numbers.
    """
    return [
        replace(
            typed(
                one.unit,
                one.item or RATING_SOURCE,
                "，".join(
                    filter(None, (level_name(one.level), *map(reason_text, one.reasons), one.text))
                )
                + f"（{one.sheet}第{one.row}行）",
                leads.get(one.unit, ""),
                terms,
            ),
            kind=RATINGS,
            month=one.month,
            key=one.key,
        )
        for one in ratings
    ]


def of_links(links: Iterable[Link], leads: Mapping[str, str], terms: Terms) -> list[Entry]:
    """An entry an item at which chains of 一件事 break: it names all things that it breaks. Of an
    item that is on a list it is the entry of that row, of others one by thing and item.
    """
    together: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        row = (link.problem_list.key, link.row.key) if link.problem_list and link.row else None
        together.setdefault(row or (CHAINS, link.key), []).append(link)
    entries = []
    for of_item in together.values():
        link = of_item[0]
        things = "、".join(dict.fromkeys(f"“{one.chain.name}”" for one in of_item))
        problem = f"{link.reason}，{things}一件事链上断点"
        if link.problem_list and link.row:
            named = Problem(link.row, None, 0)
            (entry,) = of_problems(link.problem_list, [named], leads, terms)
            entries.append(replace(entry, problem=problem))
        else:
            entry = typed(link.unit, link.item, problem, leads.get(link.unit, ""), terms)
            entries.append(replace(entry, kind=CHAINS, key=link.key))
    return entries


def _place(call: Call) -> str:
    """Where the caller finds who it was: in his ledger, or in the 回访任务."""
    if call.sheet == ON_SCREEN:
        return f"回访任务第{call.row}号"
    return f"台账{call.sheet}第{call.row}行"


def typed(unit: str, matter: str, problem: str, lead: str, terms: Terms) -> Entry:
    """An entry without a row: 暗访, 通报, 12345."""
    return Entry(
        0,
        0,
        unit,
        matter.strip(),
        problem.strip(),
        terms.assigned_on,
        terms.deadline,
        lead,
        terms.person,
        terms.measure,
        terms.source,
        terms.document,
        terms.cycle,
        partners=terms.partners,
        goal=terms.goal,
        note=terms.note,
    )
