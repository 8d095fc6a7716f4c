"""Whatever a server answers, the client gives an answer or a WebError."""

import gzip

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.scdl import web

NAMES = [
    "Content-Length",
    "Transfer-Encoding",
    "Content-Encoding",
    "Location",
    "Retry-After",
    "Content-Type",
    "ETag",
    "é",
]
VALUES = [
    "",
    "0",
    "5",
    "-1",
    "5, 6",
    "chunked",
    "gzip",
    "deflate",
    "/x",
    "http://[",
    "http://127.0.0.1:1/",
    "text/html; charset=x",
]
LINES = [
    "HTTP/1.1 200 OK",
    "HTTP/1.0 200",
    "HTTP/1.1 302 There",
    "HTTP/1.1 304 Same",
    "HTTP/1.1 429 Busy",
    "HTTP/1.1 999",
]
LINES += ["HTTP/9.9 200 OK", "HTTP/1.1 100 Continue", "HTTP/1.1", "ICY 200 OK", ""]
BODIES = st.one_of(
    st.binary(max_size=60),
    st.binary(max_size=60).map(gzip.compress),
    st.sampled_from(
        [b"5\r\nhello\r\n0\r\n\r\n", b"zz\r\n", b"-5\r\nhello\r\n", b"5;ext=1\r\nhello\r\n0\r\n\r\n", b"{}"]
    ),
)
VALUE = st.one_of(
    st.sampled_from(VALUES), st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=20)
)


@st.composite
def answers(draw):
    headers = draw(st.lists(st.tuples(st.sampled_from(NAMES), VALUE), max_size=4))
    head = [draw(st.sampled_from(LINES)), *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + draw(BODIES)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(raw=answers())
def test_any_answer_is_an_answer_or_a_web_error(make_client, serve, tmp_path, raw):
    client, server = make_client(read_time=0.3, total_time=0.5, download_time=0.5, redirects=1), serve(raw)
    for fetch in (
        lambda: client.get(server.url).text(),
        lambda: client.download(server.url, tmp_path / "file").file_name,
    ):
        try:
            assert isinstance(fetch(), str)
        except web.WebError as err:
            assert err.message("fr")
    client.close()
    server.close()
