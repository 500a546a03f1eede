"""Who is let in, how much may be sent, and what a browser may do: as a stranger would try it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from starlette.requests import ClientDisconnect
from starlette.testclient import TestClient

from simulator.web.guard import POLICY
from tests.web.served import HOST, another, served, token_in

QUERY = "place=arlington-va&1=opt-out-of-sharing"
PLACE_FILE = "kind: policy\nlabel: Ours\nabout: A test.\npolicy:\n  periods:\n    - opt_out: share\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with served(tmp_path_factory.mktemp("results")) as client:
        yield client


@pytest.mark.parametrize("path", ["/en/", "/static/page.css", "/en/no-such-page", "/xx/", "/en/compare?place=../x"])
def test_every_answer_carries_the_strict_policy(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_another_name_is_refused(client: TestClient) -> None:
    """A page of another site that has its name point here (DNS rebinding) gets nothing."""
    assert client.get("/en/", headers={"host": "evil.example"}).status_code == 421
    assert client.get("/en/", headers={"host": "localhost:8000"}).status_code == 200


@pytest.mark.parametrize("path", ["/en/runs", "/en/uploads", "/en/runs/some-run/stop", "/en/runs/some-run/go-on"])
def test_a_form_needs_the_token_of_its_own_visitor(client: TestClient, path: str) -> None:
    stranger = another(client)
    token = token_in(client.get("/en/").text)
    stranger.get("/en/")
    fields = {"query": QUERY, "kind": "policy"}
    files = {"file": ("ours.yaml", PLACE_FILE)} if path.endswith("uploads") else None
    assert stranger.post(path, data={"token": token, **fields}, files=files).status_code == 403
    assert stranger.post(path, data={"token": "made-up", **fields}, files=files).status_code == 403
    assert stranger.post(path, data=fields, files=files).status_code == 422


def test_a_form_from_another_site_is_refused(client: TestClient) -> None:
    token = token_in(client.get("/en/").text)
    sent = client.post("/en/runs", data={"token": token, "query": QUERY}, headers={"sec-fetch-site": "cross-site"})
    assert sent.status_code == 403


def test_what_is_too_large_is_refused(client: TestClient) -> None:
    token = token_in(client.get("/en/").text)
    body = {"token": token, "kind": "place"}
    large = client.post("/en/uploads", data=body, files={"file": ("a.yaml", "x" * 2_000_000)})
    assert large.status_code == 413
    assert client.get("/en/compare?place=" + "x" * 20_000).status_code == 414


def test_a_body_of_unknown_length_is_bounded(client: TestClient) -> None:
    def without_end() -> Iterator[bytes]:
        for _ in range(3_000):
            yield b"x" * 1_000

    headers = {"content-type": "application/x-www-form-urlencoded"}
    with suppress(ClientDisconnect):  # the server hangs up
        assert client.post("/en/runs", content=without_end(), headers=headers).status_code in (400, 413, 422)


@pytest.mark.parametrize(
    "path",
    [
        "/en/place?place=..%2F..%2Fetc%2Fpasswd",
        "/en/place?place=no-such-place",
        "/en/place?place=x.0123456789abcdef",
        "/en/runs/..%2F..%2Fsecret",
        "/en/runs/page/files/secret",
        "/en/runs/no-such-run/files/manifest.json",
        "/static/..%2Fapp.py",
        "/static/../app.py",
    ],
)
def test_no_path_of_a_stranger_reaches_a_file(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert "secret" not in answer.text or "signed" not in answer.text


def test_an_uploaded_file_goes_through_the_strict_loader(client: TestClient) -> None:
    token = token_in(client.get("/en/").text)
    body = {"token": token, "kind": "policy", "query": "place=arlington-va"}
    wrong = PLACE_FILE.replace("share", "shared") + "base: /etc/passwd\nextra: 1\n"
    refused = client.post("/en/uploads", data=body, files={"file": ("../../ours.yaml", wrong)})
    assert refused.status_code == 422
    for told in ("ours.yaml:6", "ours.yaml:7", "ours.yaml:8", "there is no such file", "not known"):
        assert told in refused.text
    assert "root:" not in refused.text
    taken = client.post("/en/uploads", data=body, files={"file": ("../../Our Plan.YAML", PLACE_FILE)})
    assert taken.status_code == 200
    assert "place=arlington-va&1=our-plan." in str(taken.url)
    assert "Ours" in taken.text


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"a: &x [*x, *x]", b"!!python/object:os.system {}", b"", b"[" * 5_000]
)
def test_no_upload_breaks_the_page(client: TestClient, content: bytes) -> None:
    token = token_in(client.get("/en/").text)
    sent = client.post("/en/uploads", data={"token": token, "kind": "place"}, files={"file": ("x.yaml", content)})
    assert sent.status_code == 422
    assert "Traceback" not in sent.text


def test_labels_are_shown_as_text(client: TestClient) -> None:
    query = "place=arlington-va&1=build&1.label=%3Cscript%3Ealert(1)%3C%2Fscript%3E"
    text = client.get(f"/en/compare?{query}").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_with_a_token_only_who_has_it_is_let_in(tmp_path_factory: pytest.TempPathFactory) -> None:
    with served(tmp_path_factory.mktemp("results"), token="word-that-was-printed", lists_all=False) as client:
        for path in ("/en/", "/static/page.css", "/en/?token=another", "/en/runs"):
            assert client.get(path).status_code == 401
        assert client.get("/?token=word-that-was-printed").status_code == 200
        assert client.get("/en/").status_code == 200
        assert TestClient(client.app, HOST).get("/en/").status_code == 401
