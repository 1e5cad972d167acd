"""Shared by tests: golden workbooks and the app under AppTest."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from govsvc.admin import backup
from govsvc.importing import pipeline
from govsvc.store import Store
from govsvc.store.copies import Copy

GOLDEN = Path(__file__).parent / "golden"
SHELL = Path(__file__).parents[1] / "pages" / "_shell.py"
#: what the golden files hold, by their own list: an indicator that is added changes none of it
GOLDEN_INDICATORS = (
    "online_rate",
    "full_online_rate",
    "provincial_publish_rate",
    "station_coverage_rate",
    "hall_entry_rate",
    "effective_hall_entry_rate",
    "station_renaming_rate",
)
WHEN = datetime(2026, 11, 5, 9, 30)


def few(values: Sequence, count: int) -> list:
    """Values of a parametrized trial: the first `count` always, the others with `-m full`."""
    return [*values[:count], *(pytest.param(x, marks=pytest.mark.full) for x in values[count:])]


def golden_files(*names: str) -> list[tuple[str, bytes]]:
    return [(name, (GOLDEN / name).read_bytes()) for name in names]


def mentions(text: str, *facts: object) -> bool:
    """Whether a sentence holds each of those numbers, names and dates, whatever its other words."""
    return all(str(fact) in text for fact in facts)


def import_golden(store: Store, *names: str, home: str | None = "云溪县", **options) -> int:
    plan = pipeline.plan(
        store, golden_files(*names), home=home if store.settings.home() is None else None
    )
    assert not plan.refused
    return pipeline.commit(store, plan, who="测试", when=WHEN, **options)


def backed_up(store: Store, when: datetime = WHEN, why: str = backup.BY_HAND, **options) -> Copy:
    """A backup whose check is taken to have found nothing: it runs in a process of its own, which
    takes longer than all else and has tests of its own.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backup, "examine", lambda _: backup.Examined())
        return backup.make(store, why=why, when=when, **options)


def accept_stops(app: AppTest) -> AppTest:
    """Ticks what the upload page asks before it stores."""
    for box in app.checkbox:
        if box.label.startswith("已核对"):
            box.check()
    return app.run()


def show(page: str = "overview.py", **query: str) -> AppTest:
    """The app on one page."""
    app = AppTest.from_file(str(SHELL), default_timeout=30)
    for key, value in query.items():
        app.query_params[key] = value
    if page != "overview.py":
        # as by its address: 总览, which is dear, is not shown before
        app._page_hash = calc_hash(page.removesuffix(".py"))
    app.run()
    return app


def walk(app: AppTest, pages: Iterable[str]) -> Iterator[str]:
    """One app led from page to page: a start for each would take longer than what is looked at."""
    for page in pages:
        app.switch_page(page)
        app.run()
        assert not app.exception, (page, app.exception)
        yield page


def words(app: AppTest) -> str:
    """All text on the page."""
    found = [
        element.value
        for kind in ("header", "markdown", "info", "error", "success", "warning")
        for element in app.get(kind)
        if isinstance(getattr(element, "value", None), str)
    ]
    found += [metric.label + metric.value + str(metric.delta) for metric in app.metric]
    return "\n".join(found)
