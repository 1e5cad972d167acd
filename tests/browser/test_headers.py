"""The app under its security headers.

Every page works, nothing foreign runs, closed addresses stay closed.
"""

import urllib.error
import urllib.request

import pytest

from .conftest import COOKIE, settled


def test_the_chart_library_comes_while_a_page_without_charts_is_read(demonstration, page):
    with page.expect_response("**/static/js/PlotlyChart.*.js", timeout=20_000) as library:
        page.goto(f"{demonstration}/definitions")
    assert library.value.headers["content-encoding"] == "gzip"


def test_nothing_foreign_runs(demonstration, page):
    page.goto(demonstration)
    settled(page)
    blocked = page.evaluate("""async () => {
        const blocked = [];
        document.addEventListener(
            "securitypolicyviolation", event => blocked.push(event.effectiveDirective));
        const add = (tag, properties) => {
            const element = Object.assign(document.createElement(tag), properties);
            document.body.append(element);
            return element;
        };
        window.ran = 0;
        add("script", {textContent: "window.ran = 1"});
        const image = document.createElement("img");
        image.setAttribute("onerror", "window.ran = 2");
        image.src = "http://192.0.2.1/x.png";
        document.body.append(image);
        add("iframe", {src: "http://192.0.2.1/"});
        try { await fetch("http://192.0.2.1/"); } catch (error) {}
        setTimeout(() => { try { eval("window.ran = 3"); } catch (error) {} }, 10);
        add("form", {action: "http://192.0.2.1/"}).submit();
        await new Promise(done => setTimeout(done, 500));
        return [window.ran, [...new Set(blocked)].sort()];
    }""")
    assert blocked == [
        0,
        [
            "connect-src",
            "form-action",
            "frame-src",
            "img-src",
            "script-src",
            "script-src-attr",
            "script-src-elem",
        ],
    ]


def test_another_site_may_not_frame_it(demonstration, page):
    page.route(
        "http://other.test/",
        lambda route: route.fulfill(
            body=f"<iframe src='{demonstration}'></iframe>", content_type="text/html"
        ),
    )
    messages = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto("http://other.test/")
    page.wait_for_timeout(1500)
    frame = page.frames[1]
    assert "127.0.0.1" not in frame.url or frame.locator("[data-testid='stApp']").count() == 0
    assert frame.url.startswith("chrome-error:"), (frame.url, messages)


def ask(address: str, **options) -> tuple[int, dict]:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, **options), timeout=10
        ) as answer:
            return answer.status, dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/interact",
        "/_stcore/agent/mcp",
    ],
)
def test_closed_addresses_answer_nothing(demonstration, path):
    status, headers = ask(demonstration + path)
    assert status == 404 and headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/overview", "/_stcore/health", "/nothing", "/static/x"]
)
def test_every_answer_carries_the_headers(demonstration, path):
    _, headers = ask(demonstration + path)
    assert (
        "frame-ancestors 'self'" in headers["content-security-policy"]
        and headers["referrer-policy"] == "same-origin"
    )
    assert (
        headers["x-frame-options"] == "SAMEORIGIN"
        and headers["x-content-type-options"] == "nosniff"
    )


def test_an_upload_without_its_token_is_refused(demonstration):
    who = f"{COOKIE['name']}={COOKIE['value']}"
    for headers in (
        {"Cookie": who},
        {"X-Xsrftoken": "forged", "Cookie": f"{who}; _streamlit_xsrf=forged"},
    ):
        status, _ = ask(
            f"{demonstration}/_stcore/upload_file/x/y", method="PUT", data=b"x", headers=headers
        )
        assert status == 403
