"""docs/nginx.conf in front of the app: page, WebSocket, upload size, headers, closed addresses."""

import http.client
import shutil
import socket
import ssl
import subprocess
import uuid
from http.cookies import SimpleCookie

import nginx
import pytest
from nginx import NAME
from running_app import free_port
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from .conftest import COOKIE

MEGABYTE = 2**20
pytestmark = pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="nginx or openssl is not here"
)


@pytest.fixture(scope="module")
def port(serve_module, demonstration_file, tmp_path_factory) -> int:
    """The port of an nginx with that configuration in front of the demonstration."""
    folder, plain, secure = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    app = serve_module(shutil.copy(demonstration_file, folder / "govsvc.duckdb"), hosts=NAME)
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            "govsvc.key",
            "-out",
            "govsvc.crt",
            "-days",
            "2",
            "-subj",
            f"/CN={NAME}",
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    text = nginx.configured({NAME: [app]})
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;"),
        ("/etc/nginx/govsvc", f"{folder}/govsvc"),
    ):
        assert old in text
        text = text.replace(old, new)
    with nginx.running(folder, text, secure):
        yield secure


def context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def ask(
    port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> http.client.HTTPResponse:
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=context(), timeout=60)
    connection.request(
        method,
        path,
        body,
        {"Host": f"{NAME}:{port}"}
        | {name.replace("_", "-"): value for name, value in headers.items()},
    )
    return connection.getresponse()


def test_pages_and_headers_come_through(port):
    answer = ask(port, "/")
    assert answer.status == 200 and "script-src 'self'" in answer.headers["content-security-policy"]
    assert (
        answer.headers["strict-transport-security"]
        and answer.headers["x-content-type-options"] == "nosniff"
    )
    assert "nginx/" not in answer.headers["server"]
    assert ask(port, "/healthz").status == 200
    assert (
        ask(port, "/_govsvc/ask/check", "POST", b"{}").status == 404
        and ask(port, "/_stcore/metrics").status == 404
    )


def test_the_page_is_served_under_the_name_that_is_set_alone(port):
    """Asked by another name, nginx takes its only server; the app then says what to set."""
    answer = ask(port, "/", Host="kanban.county.test")
    assert answer.status == 421 and "GOVSVC_HOSTS" in answer.read().decode()
    assert ask(port, "/", Host=NAME.upper()).status == 200


def session(port: int, origin: str):
    token = SimpleCookie(ask(port, "/_stcore/health").headers["Set-Cookie"])[
        "_streamlit_xsrf"
    ].value
    return token, connect(
        f"wss://{NAME}:{port}/_stcore/stream",
        sock=socket.create_connection(("127.0.0.1", port)),
        ssl=context(),
        server_hostname=NAME,
        subprotocols=["streamlit", token],
        origin=origin,
        additional_headers={"Cookie": f"_streamlit_xsrf={token}"},
        max_size=None,
    )


def test_the_websocket_and_uploads_come_through(port):
    token, opening = session(port, f"https://{NAME}:{port}")
    with opening as stream:
        message = BackMsg()
        message.rerun_script.query_string = ""
        stream.send(message.SerializeToString())
        message = ForwardMsg()
        while message.WhichOneof("type") != "new_session":
            message.ParseFromString(stream.recv(timeout=30))
        upload_path = f"/_stcore/upload_file/{message.new_session.initialize.session_id}/"

        def upload(size: int) -> int:
            mark = uuid.uuid4().hex
            body = (
                (
                    f'--{mark}\r\nContent-Disposition: form-data; name="file"; '
                    'filename="a.xlsx"\r\n\r\n'
                ).encode()
                + bytes(size)
                + f"\r\n--{mark}--\r\n".encode()
            )
            return ask(
                port,
                upload_path + str(uuid.uuid4()),
                "PUT",
                body,
                Content_Type=f"multipart/form-data; boundary={mark}",
                X_Xsrftoken=token,
                Cookie=f"_streamlit_xsrf={token}; {COOKIE['name']}={COOKIE['value']}",
            ).status

        assert upload(50 * MEGABYTE) == 204
        assert upload(52 * MEGABYTE) == 413


def test_a_websocket_of_another_site_is_refused(port):
    with pytest.raises(Exception, match="403"), session(port, "https://other.test")[1]:
        pass
