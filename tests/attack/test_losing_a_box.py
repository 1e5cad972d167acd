"""Two app servers behind nginx on a PostgreSQL server with a standby; one of each is killed while
people save and look: nothing that was said to be saved is lost, and the app goes on by itself.
"""

import os
import shutil
import signal
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import channel
import nginx
import postgres_pair
import postgres_server
import pytest
from raw_http import Browser, json_of
from running_app import free_port, process_at, running

from govsvc.admin import maintenance
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError
from govsvc.domain.rows import Target
from govsvc.security import system_actor
from govsvc.security.audit_log import AuditLog
from govsvc.store import Act, Store, open_store

pytestmark = [
    pytest.mark.full,
    pytest.mark.alone,
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not here"),
]
ACT = Act("测试", datetime(2026, 11, 5, 9, 30))
COUNTIES = 4
INDICATOR = indicators.INDICATORS[0].key


@dataclass
class Clerk:
    """Somebody who sets one target after another, each of another year, in a county of his own."""

    store: Store
    stop: threading.Event
    saved: list[tuple[float, int]] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)

    def work(self) -> None:
        year = 1
        while not self.stop.is_set():
            try:
                target = Target(year, INDICATOR, Decimal(90))
                version = self.store.version()
                self.store.setting_writes.set_target(target, ACT, expected_version=version)
                self.saved.append((time.monotonic(), year))
            except GovsvcError as error:
                assert error.title.endswith("。") and error.step.endswith("。")
                self.refused[error.code] += 1
                time.sleep(0.05)
            year += 1

    def lost(self) -> set[int]:
        """The years that were said to be saved and are not there."""
        there = {target.year for target in self.store.settings.targets()}
        return {year for _, year in self.saved} - there


@dataclass
class Visitor:
    """Somebody who asks nginx again and again: when, and what was answered."""

    base: str
    stop: threading.Event
    answers: list[tuple[float, str]] = field(default_factory=list)

    def look(self) -> None:
        browser = Browser(self.base)
        while not self.stop.wait(0.1):
            answer = browser.ask("/healthz")
            report = json_of(answer)
            said = report["status"] if isinstance(report, dict) else str(answer.status)
            self.answers.append((time.monotonic(), said))


@pytest.fixture(scope="module")
def pair():
    programs = postgres_server.programs()
    if not programs:
        pytest.skip("没有 PostgreSQL")
    with postgres_pair.running(programs) as both:
        yield both


def test_one_of_each_is_lost_and_no_confirmed_commit(pair, tmp_path):
    addresses = [pair.new_schema() for _ in range(COUNTIES)]
    stop, port = threading.Event(), free_port()
    clerks = [
        Clerk(open_store(address).acting(system_actor(), AuditLog(address)), stop)
        for address in addresses
    ]
    with ExitStack() as stack:
        apps = [
            stack.enter_context(running(addresses[0], folder / "app.log"))
            for folder in (tmp_path / "one", tmp_path / "other")
            if not folder.mkdir()
        ]
        text = nginx.without_tls(nginx.configured({"127.0.0.1": apps}), port, free_port())
        stack.enter_context(nginx.running(tmp_path, text, port))
        base = f"http://127.0.0.1:{port}"
        visitor = Visitor(base, stop)
        threads = [threading.Thread(target=clerk.work) for clerk in clerks]
        threads.append(threading.Thread(target=visitor.look))
        for thread in threads:
            thread.start()
        time.sleep(2)
        os.kill(process_at(apps[1]), signal.SIGKILL)
        time.sleep(2)
        pair.kill_primary()
        time.sleep(1)
        page = seen_on_the_page(apps[0])
        promoting = time.monotonic()
        pair.promote()
        promoted = time.monotonic()
        time.sleep(6)
        stop.set()
        for thread in threads:
            thread.join(60)
    report(clerks, visitor, promoting, promoted)
    assert "连不上数据库服务器" in page
    confirmed = sum(len(clerk.saved) for clerk in clerks)
    assert confirmed > 100 and not [year for clerk in clerks for year in clerk.lost()]
    for clerk in clerks:
        assert any(at > promoted for at, _ in clerk.saved)
        assert set(clerk.refused) <= {"server_away", "server_commit", "server_read_only", "stale"}
        assert maintenance.check(clerk.store.address)["faults"] == []
        clerk.store.close()
    assert visitor.answers[-1][1] == "ok"
    assert {said for _, said in visitor.answers} <= {"ok", "server_away", "server_read_only"}


def seen_on_the_page(base: str) -> str:
    """What one reads who opens a page while there is no server that takes writes."""
    browser = Browser(base)
    answer = browser.ask("/units")
    if answer.status == 503:
        return answer.text
    with channel.opened(browser, "units") as visit:
        return str(visit.elements)


def report(clerks: list[Clerk], visitor: Visitor, promoting: float, promoted: float) -> None:
    saved = [at for clerk in clerks for at, _ in clerk.saved]
    back = [at for at, said in visitor.answers if at > promoting and said == "ok"]
    away = [at for at, said in visitor.answers if said != "ok"]
    first = min((at for at in saved if at > promoted), default=float("nan"))
    after = min((at for at in back if not away or at > max(away)), default=float("nan"))
    print(
        f"\n答应保存的 {len(saved)} 次，丢失 {sum(len(clerk.lost()) for clerk in clerks)} 次；"
        f"提升备机用了 {promoted - promoting:.1f} s；提升后第一次保存 "
        f"{first - promoted:.1f} s，经 nginx 的看板恢复 {after - promoted:.1f} s；"
        f"拒绝：{dict(sum((clerk.refused for clerk in clerks), Counter()))}"
    )
