"""The channel between Streamlit's own page and the app, spoken without a page: what it would not
send is sent, too.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from raw_http import Browser
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs, UploadedFileInfo
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

_PATIENCE = 60


class Channel:
    """One visit of a page. `elements`: what the app drew in the last run."""

    def __init__(self, browser: Browser, socket: ClientConnection, page: str, query: str = ""):
        self._browser, self._socket, self._page, self._query = browser, socket, page, query
        self._states = BackMsg().rerun_script.widget_states
        self._cached: dict[str, ForwardMsg] = {}
        self.elements: list[Element] = []
        self.session = ""
        self._run()

    def upload(self, label: str, files: Mapping[str, bytes]) -> None:
        """Puts files (name → content) into the uploader whose label begins so."""
        uploader = next(
            one.file_uploader
            for one in self.elements
            if one.WhichOneof("type") == "file_uploader"
            and one.file_uploader.label.startswith(label)
        )
        state = self._states.widgets.add(id=uploader.id)
        for name, content in files.items():
            info = self._put(name, content)
            state.file_uploader_state_value.uploaded_file_info.append(info)
        self._run()

    def tick_all(self) -> None:
        """Ticks every box that the app drew."""
        for one in self.elements:
            if one.WhichOneof("type") == "checkbox":
                self._states.widgets.add(id=one.checkbox.id).bool_value = True
        self._run()

    def press(self, label: str) -> bool:
        """Presses the button whose label begins so, though it be disabled; False where there is
        none.
        """
        button = next(
            (
                one.button
                for one in self.elements
                if one.WhichOneof("type") == "button" and one.button.label.startswith(label)
            ),
            None,
        )
        if button is None:
            return False
        pressed = self._states.widgets.add(id=button.id)
        pressed.trigger_value = True
        self._run()
        self._states.widgets.remove(pressed)
        return True

    def addresses(self, name: str, session: str) -> FileURLs:
        """Where a file of that name is to be sent for that visit, as the app says."""
        asking = BackMsg()
        asking.file_urls_request.request_id = name
        asking.file_urls_request.file_names.append(name)
        asking.file_urls_request.session_id = session
        self._socket.send(asking.SerializeToString())
        return self._next("file_urls_response").file_urls_response.file_urls[0]

    def _put(self, name: str, content: bytes) -> UploadedFileInfo:
        urls = self.addresses(name, self.session)
        body = (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
            + content
            + b"\r\n--x--\r\n"
        )
        sent = {"Content-Type": "multipart/form-data; boundary=x"}
        answer = self._browser.ask(urls.upload_url, "PUT", body, self._browser.xsrf() | sent)
        assert answer.status == 204, (answer.status, answer.text)
        return UploadedFileInfo(name=name, size=len(content), file_id=urls.file_id, file_urls=urls)

    def _run(self) -> None:
        asking = BackMsg()
        asking.rerun_script.query_string = self._query
        asking.rerun_script.page_name = self._page
        asking.rerun_script.widget_states.CopyFrom(self._states)
        self._socket.send(asking.SerializeToString())
        self.elements = []
        self._next("script_finished")

    def _next(self, wanted: str) -> ForwardMsg:
        """The next message of that type; what is drawn meanwhile is kept."""
        while True:
            came = ForwardMsg()
            came.ParseFromString(self._socket.recv(timeout=_PATIENCE))
            if came.WhichOneof("type") == "ref_hash":
                came = self._cached[came.ref_hash]
            if came.hash:
                self._cached[came.hash] = came
            kind = came.WhichOneof("type")
            if kind == "new_session":
                self.session = came.new_session.initialize.session_id or self.session
                if wanted == "script_finished":
                    self.elements = []
            if kind == "delta" and came.delta.WhichOneof("type") == "new_element":
                self.elements.append(came.delta.new_element)
            if kind == wanted:
                return came


@contextmanager
def opened(browser: Browser, page: str, query: str = "") -> Iterator[Channel]:
    """A visit of a page by who is signed in in that browser."""
    token = browser.xsrf()["X-Xsrftoken"]
    cookies = "; ".join(f"{name}={value}" for name, value in browser.jar.items())
    with connect(
        f"ws://{urlsplit(browser.base).netloc}/_stcore/stream",
        subprotocols=["streamlit", token],
        origin=browser.base,
        additional_headers={"Cookie": cookies, "X-Forwarded-For": browser.source},
        max_size=None,
    ) as socket:
        yield Channel(browser, socket, page, query)
