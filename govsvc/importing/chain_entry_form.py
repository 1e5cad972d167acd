"""What was typed of one 一件事, read as cells of its list are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from govsvc.domain.chains import SAVINGS, STATES, Chain, Change, Member
from govsvc.domain.errors import GovsvcError
from govsvc.sheets.cells import chain_members, values
from govsvc.sheets.cells.answers import chains as answers
from govsvc.sheets.cells.values import Wrong

_PARTS = 3


def members_text(members: Sequence[Member]) -> str:
    """A line an item: 事项名称 | 部门 | 事项编码."""
    lines = [" | ".join((one.name, one.unit, one.code)).rstrip(" |") for one in members]
    return "\n".join(lines)


def chain_from(chain: Chain, said: Mapping[str, str]) -> Chain:
    """The thing as the form has it. Raises GovsvcError where an amount cannot be read, or there is
    more after than before.
    """
    states = {name: state for state, name in STATES.items()}
    return replace(
        chain,
        name=said["name"],
        unit=said["unit"],
        state=states.get(said["state"], ""),
        is_due={"yes": True, "no": False}.get(said["due"]),
        members=_members(said["members"]),
        partners=tuple(chain_members.names_of(said["partners"])),
        changes=_changes(chain, said),
        online_on=said["online_on"],
        entrance=said["entrance"],
        window=said["window"],
        note=said["note"],
    )


def _members(text: str) -> tuple[Member, ...]:
    found = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.replace("｜", "|").split("|")]
        if any(parts):
            name, unit, code = (*parts, "", "")[:_PARTS]
            found.append(Member(name, unit, _code(code)))
    return tuple(dict.fromkeys(found))


def _code(text: str) -> str:
    try:
        return values.code(text)
    except Wrong as wrong:
        raise _refusal(f"“{text}”{wrong}", wrong.expected) from wrong


def _changes(chain: Chain, said: Mapping[str, str]) -> dict[str, Change]:
    changes = {}
    for saving in SAVINGS:
        sides = {}
        for side in ("before", "after"):
            text = said[f"{saving.key}_{side}"]
            try:
                sides[side] = answers.read_side(text, saving)
            except Wrong as wrong:
                raise _refusal(f"{saving.name}的“{text}”{wrong}", wrong.expected) from wrong
        printed = chain.changes[saving.key].printed if saving.key in chain.changes else ""
        change = Change(sides["before"], sides["after"], printed)
        amounts = change.amounts()
        if amounts and amounts[1] > amounts[0]:
            message = f"{saving.name}改革后{change.after}大于改革前{change.before}"
            raise _refusal(message, "不大于改革前")
        if any((change.before, change.after, change.printed)):
            changes[saving.key] = change
    return changes


def _refusal(message: str, expected: str) -> GovsvcError:
    return GovsvcError(f"一件事没有保存：{message}。", f"应为：{expected}。", "chain_not_read")
