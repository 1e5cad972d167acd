"""Counties and villages that were never seen, each with the known name that comes nearest."""

from collections import defaultdict

from govsvc.assessment.counting import MERGED_INTO
from govsvc.domain import row_keys
from govsvc.domain.rows import Entry
from govsvc.importing.validation.baseline import Incoming, Past, with_keys
from govsvc.importing.validation.issue_places import Places
from govsvc.sheets.cells.nearest import Names, Near
from govsvc.store import Batch

#: villages for which the nearest name is looked for; where more are unknown, the list is another
MOST_SUGGESTED = 100


def check_counties(past: Past, places: Places, batch: Batch) -> None:
    """A warning at each county that no stored bulletin names; none where no bulletin is stored."""
    known = {snapshot.county for snapshot in past.bulletins}
    new = {row.county: row for row in reversed(batch.reported) if known and row.county not in known}
    for county, row in sorted(new.items(), key=lambda pair: pair[1].row):
        near = Names(known).nearest(county)
        places.warn(
            row,
            "county",
            "county_unknown",
            f"第{row.row}行的“{county}”在以前的通报里没有{_nearest(near)}。",
            county,
            _advice(near, "确是新的县（市、区）的可以不改"),
        )


def check_villages(past: Past, places: Places, brought: Incoming) -> None:
    """A warning at each ledger row whose village the list in force does not count."""
    listed = past.villages(brought.month)
    merged = {
        village.key: village.attributes[MERGED_INTO]
        for village in listed
        if village.attributes.get(MERGED_INTO)
    }
    keys = {village.key for village in listed} - merged.keys()
    if not keys or brought.keys <= keys:
        return
    nearby = _Villages([village for village in listed if village.key in keys])
    for number, entry in enumerate(with_keys(brought.rows, brought.keys - keys)):
        if entry.key in merged:
            places.warn(
                entry,
                "name",
                "village_merged",
                (
                    f"第{entry.row}行的{entry.unit}{entry.name}已并入{merged[entry.key]}（村居名"
                    "录），未计入。"
                ),
                f"{entry.unit}{entry.name}",
                f"并入后由{merged[entry.key]}计一次，这一行可以删去",
            )
            continue
        near = nearby.nearest(entry) if number < MOST_SUGGESTED else None
        places.warn(
            entry,
            "name",
            "village_not_listed",
            f"第{entry.row}行的{entry.unit}{entry.name}不在村居名录中，未计入"
            + (f"，最接近的是“{near}”。" if near else "。"),
            f"{entry.unit}{entry.name}",
            (f"“{near}”" if near else "村居名录中的名称")
            + "；确是新村（社区）的，请先更新村居名录",
        )


class _Villages:
    """The villages of a list by township, to look for the nearest one."""

    def __init__(self, listed: list[Entry]):
        self._names: dict[str, dict[str, str]] = defaultdict(dict)
        self._townships: dict[str, list[str]] = defaultdict(list)
        for row in listed:
            own = row_keys.village_of(row.key)
            self._names[row.unit][own] = row.name
            self._townships[own].append(row.unit)
        self._of_township: dict[str, Names] = {}

    def nearest(self, entry: Entry) -> str | None:
        """Township and village as the list has them: the same name in one other township, else a
        near one in this.
        """
        own = row_keys.village_of(entry.key)
        if len(self._townships.get(own, ())) == 1:
            township = self._townships[own][0]
        else:
            township = entry.unit
            if township not in self._names:
                near = Names(self._names).nearest(township)
                township = near.name if near else ""
        names = self._names.get(township, {})
        if township not in self._of_township:
            self._of_township[township] = Names(names)
        own_name = (
            own if own in names else getattr(self._of_township[township].nearest(own), "name", None)
        )
        return township + names[own_name] if own_name else None


def _nearest(near: Near | None) -> str:
    return f"，最接近的是“{near.name}”" if near else ""


def _advice(near: Near | None, otherwise: str) -> str:
    if near is None:
        return f"请核对名称；{otherwise}"
    return (
        f"如果是“{near.name}”的简称，请改成全称；"
        if near.is_full
        else f"如果就是“{near.name}”，请改成这个名称；"
    ) + otherwise
