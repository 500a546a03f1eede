"""Runs asked for on the page: kept, fair, stopped, resumed, and the same as those of the command line."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from simulator import api
from simulator.views.headline import headline
from simulator.web.kept import Kept, Request
from simulator.web.runs import QueueFull, Runs
from simulator.web.settings import Settings
from tests.web.served import another, served, token_in, words_in

QUERY = "place=arlington-va&1=opt-out-of-sharing"
SECONDS = 120


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with served(tmp_path_factory.mktemp("results")) as client:
        yield client


def ask(client: TestClient, query: str = QUERY, **fields: str) -> str:
    """Ask for a run, and give the path of its page."""
    token = token_in(client.get(f"/en/compare?{query}").text)
    sizes = {"replications": "3", "draws": "0", "seed": "1"} | fields
    answer = client.post("/en/runs", data={"token": token, "query": query, **sizes})
    assert answer.status_code == 200, answer.text
    return answer.url.path


def phase(client: TestClient, path: str) -> str:
    found = re.search(r'data-phase="([^"]*)"', client.get(path).text)
    return found[1] if found else "finished"


def waited_for(client: TestClient, path: str, *phases: str) -> str:
    """The phase that a run comes to, of those that are waited for."""
    until = time.monotonic() + SECONDS
    while (now := phase(client, path)) not in phases:
        assert time.monotonic() < until, now
        time.sleep(0.1)
    return now


def test_a_run_has_the_numbers_of_the_command_line_and_is_done_once(client: TestClient) -> None:
    path = ask(client)
    waited_for(client, path, "finished")
    study = api.load("arlington-va", ["opt-out-of-sharing"])
    tables = api.compare(study, replications=3, draws=0).tables
    page = client.get(path).text
    assert words_in(page) == [number.words for number in headline(tables, "opt-out-of-sharing")]
    command = "python run_sim.py compare arlington-va opt-out-of-sharing --replications 3 --draws 0 --seed 1"
    assert command in page
    assert ask(client) == path
    assert phase(client, path) == "finished"
    assert client.get(f"{path}/files/summary.json").json() == tables.summary


def test_another_label_is_another_run(client: TestClient) -> None:
    built = "place=arlington-va&1=build&1.policy.periods.0.opt_out=share&1.label="
    paths = [ask(client, built + label) for label in ("Of-Ann", "Of-Bob")]
    assert len(set(paths)) == 2
    for path in paths:
        client.post(f"{path}/stop", data={"token": token_in(client.get(path).text)})
        waited_for(client, path, "stopped")
    texts = [client.get(path).text for path in paths]
    assert ["Of-Ann" in text for text in texts] == [True, False]
    assert ["Of-Bob" in text for text in texts] == [False, True]


def test_wrong_sizes_are_told_beside_their_fields_and_nothing_is_lost(client: TestClient) -> None:
    token = token_in(client.get(f"/en/compare?{QUERY}").text)
    fields = {"replications": "many", "draws": "7", "seed": "3"}
    answer = client.post("/en/runs", data={"token": token, "query": QUERY, **fields})
    assert answer.status_code == 422
    assert re.findall(r'id="(run-[a-z]+-fault)"', answer.text) == ["run-replications-fault", "run-draws-fault"]
    for name, value in fields.items():
        assert re.search(rf'name="{name}" value="{value}"', answer.text)


def test_only_who_asked_may_stop_a_run_and_it_can_go_on(client: TestClient) -> None:
    path = ask(client, replications="400")
    waited_for(client, path, "running", "waiting")
    stranger = another(client)
    token = token_in(stranger.get("/en/").text)
    assert stranger.post(f"{path}/stop", data={"token": token}).status_code == 403
    assert path.rsplit("/", 1)[1] not in stranger.get("/en/runs").text.split("Others in")[0]
    own = token_in(client.get(path).text)
    assert phase(client, client.post(f"{path}/stop", data={"token": own}).url.path) == "stopped"
    client.post(f"{path}/go-on", data={"token": own})
    waited_for(client, path, "running")
    client.post(f"{path}/stop", data={"token": own})
    waited_for(client, path, "stopped")


def test_a_run_goes_on_after_a_restart(tmp_path: Path) -> None:
    with served(tmp_path) as first:
        path = ask(first, replications="60")
        waited_for(first, path, "running")
        until = time.monotonic() + SECONDS
        while "0 of 60" in first.get(path).text and time.monotonic() < until:
            time.sleep(0.05)
    with served(tmp_path) as second:
        waited_for(second, path, "finished")
        words = words_in(second.get(path).text)
    tables = api.compare(api.load("arlington-va", ["opt-out-of-sharing"]), replications=60, draws=0).tables
    assert words == [number.words for number in headline(tables, "opt-out-of-sharing")]


def test_a_failed_run_says_why(client: TestClient) -> None:
    """The folder of results is taken by something that is no run."""
    path = ask(client, replications="5")
    results = client.app.state.page.settings.results  # type: ignore[attr-defined]  # the client's application may be any
    token = token_in(client.get(path).text)
    client.post(f"{path}/stop", data={"token": token})
    (results / path.rsplit("/", 1)[1]).mkdir(exist_ok=True)
    (results / path.rsplit("/", 1)[1] / "letter.txt").write_text("not a run")
    client.post(f"{path}/go-on", data={"token": token_in(client.get(path).text)})
    assert waited_for(client, path, "failed", "finished") == "failed"
    assert "something other than an earlier comparison" in client.get(path).text


def request(name: str, visitor: str) -> Request:
    return Request(name, QUERY, "arlington-va", (), 2, 0, 1, (visitor,))


@pytest.mark.anyio
async def test_one_reader_cannot_take_all_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of four runs by one and one by another, the other's comes second; and the fifth of one is refused."""
    order: list[str] = []

    async def noted(self: Runs, asked: Request) -> str:
        order.append(asked.name)
        return "for the test"

    monkeypatch.setattr(Runs, "_simulated", noted)
    runs = Runs(Settings(tmp_path), Kept(tmp_path / "page"))
    for number in range(4):
        runs.ask(request(f"a-{number}", "ann"))
    runs.ask(request("b-0", "bob"))
    with pytest.raises(QueueFull):
        runs.ask(request("a-4", "ann"))
    while runs._tasks:
        await asyncio.sleep(0)
    assert order[:2] == ["a-0", "b-0"]
    assert sorted(order) == ["a-0", "a-1", "a-2", "a-3", "b-0"]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
