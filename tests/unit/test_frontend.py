"""The page and the files that a browser fetches before the app runs."""

import base64
import gzip
import hashlib
import re
import urllib.error
import urllib.request

import pytest
from running_app import served
from starlette.middleware import Middleware
from starlette.routing import Mount
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from pages._server.frontend import page
from pages._server.frontend.middleware import FrontendMiddleware
from pages._server.frontend.streamlit_words import PATTERNS, WORDS
from pages._server.security_headers import policy
from pages._ui import frame


@pytest.fixture(scope="module")
def address():
    files = create_streamlit_static_handler(str(page.streamlit_folder()), "")
    with served(Mount("/", app=files), middleware=[Middleware(FrontendMiddleware)]) as address:
        yield address


def ask(address: str, **headers: str) -> tuple[int, dict, bytes]:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, headers=names)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


def test_static_files_come_packed_and_are_kept_a_year(address):
    chart = page.chart_files()[0]
    for file in (chart, re.search(r'href="(\S+\.css)"', page.html())[1]):
        content = (page.streamlit_folder() / file).read_bytes()
        _, plain, body = ask(f"{address}/{file}")
        assert body == content and "content-encoding" not in plain
        _, packed, body = ask(f"{address}/{file}", accept_encoding="gzip, br")
        assert gzip.decompress(body) == content and len(body) < len(content) / 2
        assert packed["vary"] == "Accept-Encoding"
        for headers in (plain, packed):
            assert {"public", "immutable", "max-age=31536000"} == set(
                headers["cache-control"].split(", ")
            )
            assert re.match("(text|application)/(javascript|css)", headers["content-type"])


@pytest.mark.parametrize("path", ["", "trends", "nothing"])
def test_the_page_is_asked_for_anew_and_changes_with_this_app(address, path):
    _, headers, body = ask(f"{address}/{path}", accept_encoding="gzip")
    assert gzip.decompress(body).decode() == page.html()
    assert headers["cache-control"] == "no-cache" and "last-modified" not in headers
    status, _, body = ask(f"{address}/{path}", if_none_match=headers["etag"])
    assert (status, body) == (304, b"")
    # "not modified" would be said of Streamlit's file
    status, _, body = ask(f"{address}/{path}", if_modified_since="Sun, 01 Jan 2090 00:00:00 GMT")
    assert (status, body.decode()) == (200, page.html())


def test_the_policy_names_each_script_of_the_page():
    scripts = re.findall(r"<script[^>]*>(.+?)</script>", page.html(), re.DOTALL)
    assert len(scripts) >= 5
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy()


#: of what this app does not use: recording, video, chat, and two pictures of Streamlit's own
UNUSED = re.compile(
    r"record|camera|audio|video|message|markdown|mermaid|JSON|Feedback rating|^Play$|^Pause$|"
    "^Happy$|^Alien Monster$",
    re.IGNORECASE,
)


def test_what_streamlit_has_read_aloud_is_chinese():
    """The names of its buttons and parts, as its scripts spell them; those with a part that is
    filled in begin with the same words.
    """
    scripts = [
        script.read_text(encoding="utf-8")
        for script in (page.streamlit_folder() / "static" / "js").glob("*.js")
    ]
    said = {
        text
        for script in scripts
        for text in re.findall(r'"aria-label":(?:[^,`]{0,40})`([^`]*)`', script)
        if re.match("[A-Z][a-z]", text) and not UNUSED.search(text)
    }
    assert {"Expand sidebar", "Close", "Page ${e.page}"} <= said  # it finds them
    assert not [
        text
        for text in said
        if text not in WORDS
        and not any(re.search(pattern, re.sub(r"\$\{.*", "7", text)) for pattern, _ in PATTERNS)
    ]


def test_the_pages_that_fetch_the_chart_library_at_once_are_pages():
    assert {f"{name}.py" for name in page.CHART_PAGES} <= {file for file, _ in frame.PAGES}
