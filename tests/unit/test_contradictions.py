"""差评与填报相矛盾: reasons against what was reported of the item in the same month."""

from datetime import date

from govsvc.board import contradictions
from govsvc.domain.entries import Entry
from govsvc.domain.feedback import BadRating
from govsvc.domain.indicators import CASES, ITEMS

OCTOBER = date(2026, 10, 1)
ONLINE = {"is_online": True}


def bad(*reasons: str, code: str = "C1", item: str = "甲") -> BadRating:
    return BadRating(
        *(OCTOBER, "局", item, code, "dissatisfied", "only", "pc", reasons, "", OCTOBER, ""),
        *(True, "", "bad//1", "f", "明细", 9),
    )


def item(code: str, name: str, flags: dict | None = None, **attributes: str) -> Entry:
    said = {"implementation_code": code, **attributes}
    return Entry(ITEMS, OCTOBER, "局", code, name, said, flags or {})


def found(ratings: list[BadRating], *items: Entry) -> list[tuple[str, tuple[str, ...]]]:
    seen = contradictions.find(ratings, {OCTOBER: items})
    return [(one.claimed, one.denied) for one in seen.found]


def test_what_is_reported_online_and_could_not_be_done_online() -> None:
    assert found([bad("211", "213")], item("C1", "甲", ONLINE)) == [("是否网上可办：是", ("211",))]
    assert found([bad("112", "211")], item("C1", "甲", ONLINE, online_depth="Ⅲ级")) == [
        ("是否网上可办：是（Ⅲ级）", ("112", "211"))
    ]


def test_what_is_not_claimed_is_not_contradicted() -> None:
    assert not found([bad("211")], item("C1", "甲", {"is_online": False}))
    assert not found([bad("213")], item("C1", "甲", ONLINE, visits="0"))


def test_visits_that_were_more_than_reported() -> None:
    assert found([bad("114")], item("C1", "甲", visits="1")) == [("到办事现场次数：1", ("114",))]


def test_a_promise_that_was_not_kept() -> None:
    kept = [("承诺办结时限：5工作日", ("209",))]
    assert found([bad("209", "214")], item("C1", "甲", promised_limit="5工作日")) == kept
    both = found([bad("209", "211")], item("C1", "甲", ONLINE, promised_limit="即办"))
    assert both == [("是否网上可办：是", ("211",)), ("承诺办结时限：即办", ("209",))]


def test_beside_a_promise_stands_how_many_cases_were_late() -> None:
    items = {OCTOBER: [item("C1", "甲", promised_limit="5工作日")]}
    said = {"implementation_code": "C1", "total_decided": "12", "decided_late": "0"}
    cases = {OCTOBER: [Entry(CASES, OCTOBER, "局", "C1", "甲", said, {})]}
    (one,) = contradictions.find([bad("209")], items, cases).found
    assert one.claimed == "承诺办结时限：5工作日；本月办结12件，超期办结0件"
    said.pop("decided_late")
    (one,) = contradictions.find([bad("209")], items, cases).found
    assert one.claimed == "承诺办结时限：5工作日"


def test_what_the_item_leaves_open_is_said_not_to_be_compared() -> None:
    items = {OCTOBER: [item("C1", "甲", {"is_online": False})]}
    seen = contradictions.find([bad("209"), bad("114"), bad("209"), bad("211")], items)
    assert not seen.found
    assert seen.notes == [
        "2条差评的事项没有填报承诺办结时限，没有比对。",
        "1条差评的事项没有填报到办事现场次数，没有比对。",
    ]


def test_an_item_is_found_by_code_else_by_its_name_where_it_is_one() -> None:
    items = [item("C1", "甲", ONLINE), item("C2", "乙", ONLINE), item("C3", "乙", ONLINE)]
    assert len(found([bad("211", code="", item="甲")], *items)) == 1
    seen = contradictions.find([bad("211", code="", item="乙")], {OCTOBER: items})
    assert (len(seen.found), len(seen.unmatched)) == (0, 1)


def test_a_month_without_items_is_said() -> None:
    seen = contradictions.find([bad("211")], {})
    assert (list(seen.without_items), len(seen.unmatched)) == ([OCTOBER], 0)
