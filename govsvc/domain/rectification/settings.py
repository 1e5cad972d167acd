"""Settings of the 整改台账 and its papers: kept as texts, each with what holds where none is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from govsvc.domain.errors import GovsvcError
from govsvc.domain.safe_text import without_controls

#: how often a unit replies
CYCLES = ("一次性", "每周", "每月")
#: the key of a kept setting begins with it
_KEY = "rectification_"
#: points; by GB/T 9704—2012 22 lines a page, which 28.95 makes
LEAST_SPACING, MOST_SPACING = Decimal(20), Decimal(40)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Settings:
    """`yellow`: workdays before its deadline from which an entry is yellow. `stops`: whether an
    application stops the clock until it is returned. `decimals`: of 销号率, where it is said.
    `workdays`, `cycle`: what a new 交办 proposes. `call_contact`, `call_answer`: workdays within
    which whoever was not content on the phone is rung, and the unit answers.

    Of the papers: `per_matter`: one 交办单 or 督办单 a matter, else one a unit. `reply_days`:
    workdays for a written answer. `spacing`: of lines, in points. `office`: who signs; `prefix`:
    what stands before the kind in a number (清政务督〔2026〕1号); `contact`, `phone`: whom the unit
    may ask. `is_sealed`: whether a seal is put over the day.
    """

    yellow: int = 3
    stops: bool = True
    decimals: int = 2
    workdays: int = 15
    cycle: str = CYCLES[0]
    per_matter: bool = False
    reply_days: int = 5
    call_contact: int = 1
    call_answer: int = 5
    spacing: Decimal = Decimal("28.95")
    office: str = ""
    prefix: str = ""
    contact: str = ""
    phone: str = ""
    is_sealed: bool = True


#: setting → what it is called
NAMES: Mapping[str, str] = {
    "yellow": "黄灯（到期前几个工作日）",
    "stops": "申请销号后",
    "decimals": "销号率的小数位数",
    "workdays": "默认整改时限（工作日）",
    "cycle": "默认反馈周期",
    "per_matter": "交办单、督办单",
    "reply_days": "书面反馈时限（工作日）",
    "call_contact": "不满意件联系核实（工作日）",
    "call_answer": "不满意件答复（工作日）",
    "spacing": "行距（磅）",
    "office": "署名单位",
    "prefix": "发文字号代字",
    "contact": "联系人",
    "phone": "联系电话",
    "is_sealed": "署名方式",
}
PER_UNIT, PER_MATTER = "一单位一单", "一事一单"
_WORDS: Mapping[str, tuple[str, str]] = {
    "stops": ("不停止计时", "停止计时"),
    "per_matter": (PER_UNIT, PER_MATTER),
    "is_sealed": ("不加盖印章", "加盖印章"),
}
#: whole numbers → the least and the greatest
BOUNDS: Mapping[str, tuple[int, int]] = {
    "yellow": (0, 30),
    "workdays": (1, 250),
    "reply_days": (1, 60),
    "call_contact": (1, 60),
    "call_answer": (1, 250),
}
DECIMALS = (0, 2)


def of_settings(kept: Mapping[str, str]) -> Settings:
    """The settings that are kept, else the usual ones."""
    usual = Settings()
    found = {
        name: _read(kept[_KEY + name], getattr(usual, name))
        for name in NAMES
        if _KEY + name in kept
    }
    return replace(usual, **found)


def _read(text: str, like: object) -> Any:
    if isinstance(like, bool):
        return text == "yes"
    if isinstance(like, int):
        return int(text)
    return Decimal(text) if isinstance(like, Decimal) else text


def changed(before: Settings, after: Settings) -> dict[str, tuple[str, str, str]]:
    """Key of a kept setting that differs → (its name, what was, what is to be kept)."""
    return {
        _KEY + name: (name, _text(getattr(before, name)), _text(getattr(after, name)))
        for name in NAMES
        if getattr(before, name) != getattr(after, name)
    }


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def word(name: str, value: object) -> str:
    """A setting's value as it is said: 停止计时 and the like in words, other values as they are."""
    return _WORDS[name][bool(value)] if name in _WORDS else str(value)


def words(name: str) -> tuple[str, str]:
    """What a setting that is yes or no is called: (no, yes)."""
    return _WORDS[name]


def checked(wanted: Settings) -> Settings:
    """The settings with their texts trimmed. Raises GovsvcError that says which one is out of its
    bounds.
    """
    for name, (least, greatest) in BOUNDS.items():
        if not least <= getattr(wanted, name) <= greatest:
            raise _out_of_bounds(name, f"{least}到{greatest}之间的整数")
    if wanted.decimals not in DECIMALS:
        raise _out_of_bounds("decimals", "0或2")
    if wanted.cycle not in CYCLES:
        raise _out_of_bounds("cycle", "、".join(CYCLES))
    if not (wanted.spacing.is_finite() and LEAST_SPACING <= wanted.spacing <= MOST_SPACING):
        raise _out_of_bounds("spacing", f"{LEAST_SPACING}到{MOST_SPACING}之间的数，如 28.95")
    texts: dict[str, Any] = {}
    for name in ("office", "prefix", "contact", "phone"):
        texts[name] = " ".join(without_controls(getattr(wanted, name)).split())
        if len(texts[name]) > _LONGEST:
            raise _out_of_bounds(name, f"不超过{_LONGEST}个字")
    return replace(wanted, **texts)


def spacing_typed(text: str) -> Decimal:
    """The line spacing that was typed. Raises GovsvcError where it is no number."""
    try:
        return Decimal(text.strip().removesuffix("磅"))
    except InvalidOperation:
        raise _out_of_bounds(
            "spacing", f"{LEAST_SPACING}到{MOST_SPACING}之间的数，如 28.95"
        ) from None


def _out_of_bounds(name: str, wanted: str) -> GovsvcError:
    return GovsvcError(f"“{NAMES[name]}”没有保存。", f"请填{wanted}。", "setting_out_of_bounds")
