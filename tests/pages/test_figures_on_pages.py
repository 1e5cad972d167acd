"""A number that two pages print is the same on both: read off the pages as they are drawn."""

import re

import pytest
from support import few, show

from govsvc.domain import indicators
from govsvc.domain.indicators import ITEMS, Indicator

MONTHS = [f"2026-{month:02d}" for month in range(10, 0, -1)]
MONTHS += [f"2025-{month:02d}" for month in range(12, 0, -1)] + ["2024-12", "2024-11"]
HEADLINE = indicators.headline_indicators()


def number(text: object) -> int | None:
    """The count in 60项, 还差29项, 1,234; None where there is none."""
    found = re.search(r"\d[\d,]*", str(text))
    return int(found[0].replace(",", "")) if found else None


class Pages:
    """The app, led from page to page in one month."""

    def __init__(self, month: str):
        self.app = show(m=month)
        self.cards = {metric.label: metric.value for metric in self.app.metric}

    def on(self, page: str, **pickers: str):
        self.app.switch_page(page)
        for key, value in pickers.items():
            self.app.query_params[key] = self.app.session_state[key] = value
        return self.app.run()

    def facts(self, indicator: Indicator) -> dict[str, str]:
        """单项指标."""
        app = self.on("indicator.py", ind=indicator.short)
        return {metric.label: metric.value for metric in app.metric} | {
            "还差": next(
                (text.value for text in app.markdown if "还差" in text.value[:20]), "达标0"
            )
        }

    def month_row(self, indicator: Indicator):
        """指标趋势: the latest month of the table."""
        return self.on("trends.py", ind=indicator.short).table[0].value.iloc[0]

    def gap_row(self, indicator: Indicator):
        """目标差距: the indicator's line of the table."""
        table = self.on("gaps.py", ind=indicator.short).table[-1].value
        return table[table["指标"] == indicator.short].iloc[0]

    def home_row(self, indicator: Indicator):
        """全市排名: the home county's line."""
        app = self.on("ranking.py", ind=indicator.short)
        self.is_to_reconcile = "去对账 *›*" in [link.proto.label for link in app.get("page_link")]
        table = app.dataframe[0].value
        return table[table["县（市、区）"].str.contains("本县")].iloc[0]

    def units(self, indicator: Indicator):
        """单位晾晒: the table of the indicator's units."""
        group = "部门" if indicator.kind == ITEMS else "乡镇（街道）"
        return self.on("league.py", group=group, subject=indicator.short).dataframe[0].value

    def list_title(self, indicator: Indicator) -> list[int]:
        """问题清单: how many, and what came and left where that is known."""
        name = indicators.missing_list_of(indicator).name
        title = self.on("problems.py", list=name).header[0].value
        return [number(title), *map(int, re.findall(r"(?:新增|减少)(\d+)", title))]


@pytest.mark.parametrize("month", few(MONTHS, 1))
def test_every_page_prints_the_same(full, month):
    pages = Pages(month)
    for indicator in HEADLINE:
        facts, units = pages.facts(indicator), pages.units(indicator)
        of_month, gap, home = (
            read(indicator) for read in (pages.month_row, pages.gap_row, pages.home_row)
        )
        assert (
            pages.cards[indicator.short]
            == facts["公布值"]
            == of_month["公布值"].replace("\\", "")
            == gap["本月"].replace("\\", "")
            == home["公布值"]
        )
        assert number(facts["全市位次"]) == number(home["名次"])
        assert number(facts["还差"]) == (number(gap["还差"]) or 0)
        listed = pages.list_title(indicator)
        name = indicators.missing_list_of(indicator).name
        missing = number(facts[name])
        assert missing == listed[0] == units["未达标"].sum()
        # the bulletin's own, but where the page says that it is to be reconciled
        assert pages.is_to_reconcile or missing == number(home.iloc[5])
        if len(listed) > 1:
            assert listed[1] == units["本月新增"].sum()
