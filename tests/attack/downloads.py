"""Files taken without signing in: so many a minute from one address, and no flood of the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from raw_http import Browser
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from target import Target, attack
from websockets.sync.client import ClientConnection, connect

GROUP = "下载"
TRIES = 50
#: what the operations manual promises
MOST_A_MINUTE = 20


class Page:
    """单位名录 as somebody has it open who speaks Streamlit's protocol himself."""

    def __init__(self, stream: ClientConnection):
        self._stream = stream
        message = BackMsg()
        message.rerun_script.page_name = "units"
        stream.send(message.SerializeToString())
        self.session, self.file = "", ""
        while (answer := self._answer()).WhichOneof("type") != "script_finished":
            if answer.WhichOneof("type") == "new_session":
                self.session = answer.new_session.initialize.session_id
            element = answer.delta.new_element
            if element.WhichOneof("type") == "download_button" and not self.file:
                self.file = element.download_button.deferred_file_id
        assert self.file, "没有下载按钮"

    def _answer(self) -> ForwardMsg:
        answer = ForwardMsg()
        answer.ParseFromString(self._stream.recv(timeout=30))
        return answer

    def is_given(self) -> bool:
        """Whether a click on the first download button brings a file."""
        message = BackMsg()
        asked = message.backend_operation_request
        asked.request_id, asked.session_id = uuid4().hex, self.session
        asked.deferred_file.file_id = self.file
        self._stream.send(message.SerializeToString())
        while (answer := self._answer()).WhichOneof("type") != "backend_operation_response":
            pass
        return bool(answer.backend_operation_response.deferred_file.url)


@contextmanager
def opened(browser: Browser) -> Iterator[Page]:
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in browser.jar.items())}
    if browser.source:
        headers["X-Forwarded-For"] = browser.source
    with connect(
        f"ws://{browser.host}/_stcore/stream",
        subprotocols=["streamlit"],
        origin=browser.base,
        additional_headers=headers,
        max_size=None,
    ) as stream:
        yield Page(stream)


@attack(
    GROUP,
    f"没有登录，{TRIES}次下载，再换一个会话",
    f"一分钟{MOST_A_MINUTE}个，合记一条；别的电脑和登录了的照常",
)
def flooding(target: Target) -> str:
    visitor, failures = target.browser(), []
    before = _in_log(target)
    with opened(visitor) as page:
        given = sum(page.is_given() for _ in range(TRIES))
    with opened(visitor) as page:
        again = page.is_given()
    if given != MOST_A_MINUTE or again:
        failures.append(f"得到{given}个，换一个会话{'又得到' if again else '得不到'}")
    if target.is_local:
        with opened(target.browser()) as page:
            failures += [] if page.is_given() else ["别的电脑也得不到"]
        if _in_log(target) != before:
            failures.append(f"操作日志多了{_in_log(target) - before}条")
    if "viewer" in target.accounts:
        with opened(target.signed("viewer")) as page:
            failures += [] if all(page.is_given() for _ in range(25)) else ["登录了也得不到"]
    return "；".join(failures)


def _in_log(target: Target) -> int:
    """Downloads without signing in that stand in the log."""
    if not target.database:
        return 0
    from govsvc.security import audit_kinds
    from govsvc.security.audit_log import AuditLog

    return AuditLog(target.database).count(kind=audit_kinds.DOWNLOADED, actor="未登录")
