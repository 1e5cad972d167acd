"""What the data say of an entry of the 整改台账, in words: solved, still listed, or nothing that
could prove either.
"""

from collections.abc import Mapping, Sequence

from govsvc.assessment.listing import LISTED, Listing
from govsvc.assessment.problems import DEDUCTED, FAULTY, MISSING, SOLVED, UNREPORTED
from govsvc.domain.months import month_text
from govsvc.domain.rectification import REBOUNDED, Event, Standing, State

#: what the row is in the latest month → what is said of an open entry
_OF_OPEN: Mapping[str, str] = {
    LISTED: "",
    DEDUCTED: "{month}已核减，不是解决，请核实后再定",
    MISSING: "{month}报送未见该事项，不能据此销号",
    UNREPORTED: "{month}该单位没有报送，不能据此销号",
    FAULTY: "{month}该事项填报有误未计入，不能据此销号",
}


def sentence(one: Standing, listing: Listing, events: Sequence[Event]) -> str:
    """What the data say of the entry; "" where nothing that is not known.

    `events`: what happened to it.
    """
    if not listing.is_founded or listing.month is None:
        return "交办所依据的数据已撤销或更改，不能据此核对"
    if one.state == State.CLOSED:
        return _of_closed(one, listing)
    withdrawn = "反弹所依据的数据已撤销或更改；" if _is_withdrawn(one, listing, events) else ""
    if listing.left_in:
        since = "起" if listing.left_in < listing.month else ""
        return f"{withdrawn}{month_text(listing.left_in)}{since}数据已不在清单，建议复核"
    month = month_text(listing.month)
    if listing.is_listed and listing.is_carried and len(listing.seen) > 1:
        return f"{withdrawn}{month}该单位尚未报送，沿用上月"
    return (withdrawn + _OF_OPEN.get(listing.state, "").format(month=month)).rstrip("；")


def is_unreached(one: Standing, listing: Listing) -> bool:
    """Whether a closed entry's row is on its list in a month no earlier than its closing, which its
    unit has reported for.
    """
    return (
        one.closed_on is not None
        and listing.month is not None
        and listing.is_listed
        and not listing.is_carried
        and listing.month >= one.closed_on.replace(day=1)
    )


def _of_closed(one: Standing, listing: Listing) -> str:
    assert listing.month is not None
    if is_unreached(one, listing):
        return f"已销号，{month_text(listing.month)}仍在清单"
    if listing.state == SOLVED:
        return f"已销号，{month_text(listing.month)}数据已不在清单"
    return "已销号，还没有数据印证"


def _is_withdrawn(one: Standing, listing: Listing, events: Sequence[Event]) -> bool:
    """Whether the data reopened the entry, and show no more that its row came back."""
    last = next((event for event in reversed(events) if event.step.kind == REBOUNDED), None)
    return (
        one.state == State.REBOUND
        and last is not None
        and not last.account
        and listing.came_back_in is None
    )
