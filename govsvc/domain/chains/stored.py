"""A thing and its cases as stored rows have them: which attribute holds what."""

import json
from dataclasses import dataclass
from datetime import date

from govsvc.domain.chains.savings import SAVINGS, Change
from govsvc.domain.chains.things import STATES, Chain, Member, chain_key
from govsvc.domain.entries import COUNTED, Entry
from govsvc.domain.indicators import CHAIN_CASES, CHAINS

MONTH_CASES, CUMULATIVE = "month_cases", "cumulative_cases"
_TEXTS = ("category", "origin", "entrance", "window", "online_on", "note")
_SIDES = ("before", "after", "printed")
_DUE = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True, slots=True)
class ChainCases:
    """How many cases (办件) a thing had in a month. `cumulative`: what the sheet prints of 1—N月,
    None where nothing.
    """

    month: date
    name: str
    cases: int
    cumulative: int | None = None
    status: str = COUNTED
    file: str = ""
    sheet: str = ""
    row: int = 0

    @property
    def key(self) -> str:
        return chain_key(self.name)


def chain_entry(chain: Chain) -> Entry:
    """The row that keeps the thing."""
    attributes = {name: getattr(chain, name) for name in _TEXTS}
    attributes |= {
        "state": chain.state,
        "due": _DUE[chain.is_due],
        "members": _members_text(chain.members),
        "partners": "、".join(chain.partners),
    }
    for key, change in chain.changes.items():
        attributes |= {
            f"{key}_before": change.before,
            f"{key}_after": change.after,
            f"{key}_printed": change.printed,
        }
    return Entry(
        CHAINS,
        chain.month,
        chain.unit,
        chain.key,
        chain.name,
        {name: text for name, text in attributes.items() if text},
        {},
        chain.status,
        chain.file,
        chain.sheet,
        chain.row,
    )


def chain_of(entry: Entry) -> Chain:
    """The thing that a stored row is."""
    said = entry.attributes
    changes = {
        one.key: Change(*(said.get(f"{one.key}_{side}", "") for side in _SIDES))
        for one in SAVINGS
        if any(f"{one.key}_{side}" in said for side in _SIDES)
    }
    return Chain(
        entry.month,
        entry.name,
        entry.unit,
        said.get("state", ""),
        {"yes": True, "no": False}.get(said.get("due", "")),
        _members_of(said.get("members", "")),
        tuple(filter(None, said.get("partners", "").split("、"))),
        changes,
        said.get("category", ""),
        said.get("origin", ""),
        said.get("entrance", ""),
        said.get("window", ""),
        said.get("online_on", ""),
        said.get("note", ""),
        entry.status,
        entry.file,
        entry.sheet,
        entry.row,
    )


def shown(field: str, text: str) -> str:
    """What an attribute of a stored row says, in words."""
    if field == "state":
        return STATES.get(text, text)
    if field == "due":
        return {"yes": "是", "no": "否"}.get(text, text)
    if field == "members":
        return "、".join(
            f"{one.name}（{one.unit}）" if one.unit else one.name for one in _members_of(text)
        )
    return text


def cases_entry(cases: ChainCases) -> Entry:
    """The row that keeps the cases of a month."""
    attributes = {MONTH_CASES: f"{cases.cases}"}
    if cases.cumulative is not None:
        attributes[CUMULATIVE] = f"{cases.cumulative}"
    return Entry(
        CHAIN_CASES,
        cases.month,
        "",
        cases.key,
        cases.name,
        attributes,
        {},
        cases.status,
        cases.file,
        cases.sheet,
        cases.row,
    )


def cases_of(entry: Entry) -> ChainCases:
    """The cases that a stored row is."""
    cumulative = entry.attributes.get(CUMULATIVE)
    return ChainCases(
        entry.month,
        entry.name,
        int(entry.attributes.get(MONTH_CASES, 0)),
        None if cumulative is None else int(cumulative),
        entry.status,
        entry.file,
        entry.sheet,
        entry.row,
    )


def _members_text(members: tuple[Member, ...]) -> str:
    """[["营业执照", "市场监督管理局", ""], …]; "" where there are none."""
    rows = [[one.name, one.unit, one.code] for one in members]
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def _members_of(text: str) -> tuple[Member, ...]:
    return tuple(Member(*row) for row in json.loads(text)) if text else ()
