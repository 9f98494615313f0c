"""What a system does with the service, from the blank form to the certificate that runs out."""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from lives import LIFE, PERSON, case
from ocop_web import create_app
from ocop_web.examples import ANSWERS, EXAMPLES, SHEET

from ocopkit.cases.events import KINDS

WANTED: dict[str, dict[str, str]] = {
    **{
        kind: {"by": "province"}
        for kind in (
            *("returned", "assessed", "council-result", "forwarded", "recognised", "refused"),
            *("certificate-issued", "extended", "remedied", "revoked"),
        )
    },
    "fallback-chosen": {"by": "province", "choice": "adopt-central"},
    "inspected": {"by": "province", "finding": "defects"},
    "law-changed": {"rule_book": "qd-26-2026"},
}
"""What kinds of event want besides a day."""


def _codes(answer: Any) -> list[str]:
    return [one["code"] for one in answer.json()["problems"]]


def _paths(answer: Any) -> list[list[str | int]]:
    return [one["where"]["path"] for one in answer.json()["problems"]]


# Books and forms.


def test_the_four_decisions_are_listed(client: TestClient) -> None:
    """Four decisions are known, oldest first; the last has no end yet."""
    books = client.get("/books").json()
    assert [one["id"] for one in books] == ["qd-1048-2019", "qd-148-2023", "qd-1489-2025", "qd-26-2026"]
    assert books[-1]["last_day"] is None


def test_a_decision_s_forms_are_listed(client: TestClient) -> None:
    """QĐ 26/2026 has 26 forms, and each is found by its number and by its slug."""
    listed = client.get("/books/qd-26-2026/sets").json()
    assert [one["number"] for one in listed] == list(range(1, 27))
    tea = listed[10]
    assert (
        client.get("/books/qd-26-2026/sets/11").json()
        == client.get(f"/books/qd-26-2026/sets/{tea['slug']}").json()
    )


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_blank_sheet_comes_back_as_a_sheet(client: TestClient, lang: str) -> None:
    """A blank sheet holds no answer, and what it still can come to is everything."""
    blank = client.get(f"/books/qd-26-2026/sets/11/blank?lang={lang}")
    assert blank.headers["content-type"].startswith("text/plain")
    limits = client.post("/bounds", json=yaml.safe_load(blank.text)).json()
    assert (limits["least"], limits["most"], limits["stars"]) == (0, 100, [1, 2, 3, 4, 5])


@pytest.mark.parametrize(
    "page",
    [
        "/books/qd-26-2027/sets",
        "/books/qd-26-2026/sets/27",
        "/books/qd-26-2026/sets/coffee",
        "/cases/none",
        "/nothing",
    ],
)
def test_what_isn_t_there_is_told_as_every_problem_is(client: TestClient, page: str) -> None:
    """A page that isn't there is a 404 that says what, why and how to mend it, in both languages."""
    answer = client.get(page)
    assert answer.status_code == 404
    (problem,) = answer.json()["problems"]
    assert all(problem[key][lang] for key in ("what", "why", "mend") for lang in ("vi", "en"))


# Sheets.


def test_a_sheet_is_scored_with_reasons_and_the_path(client: TestClient) -> None:
    """A tea of 66 points has three stars; the answer says why, in both languages, and what four need."""
    answer = client.post("/score", json=SHEET).json()
    score, path = answer["score"], answer["path"]
    assert (score["points"], score["stars"]) == (66, 3)
    assert score["reasons"][1] == {"vi": "Hạng sao: 3/5.", "en": "Stars: 3 of 5."}
    assert (path["to"], path["possible"], len(path["steps"])) == (4, True, 5)
    raised = {one["criterion"]: one["to"] for one in path["steps"]}
    better = client.post("/score", json={**SHEET, "answers": {**ANSWERS, **raised}}).json()
    assert better["score"]["stars"] == 4


def test_there_is_no_path_beyond_the_highest_star(client: TestClient) -> None:
    """A product with five stars has no next one."""
    form = client.get("/books/qd-26-2026/sets/11").json()
    criteria = [one for part in form["parts"] for section in part["sections"] for one in section["criteria"]]
    best = {one["code"]: one["levels"][-1]["key"] for one in criteria}
    answer = client.post("/score", json={**SHEET, "answers": best}).json()
    assert (answer["score"]["stars"], answer["path"]) == (5, None)


def test_no_answer_is_not_zero(client: TestClient) -> None:
    """A sheet with answers missing isn't scored: each is named, and the bounds say what is possible."""
    some = {**SHEET, "answers": {code: ANSWERS[code] for code in list(ANSWERS)[:30]}}
    answer = client.post("/score", json=some)
    assert (answer.status_code, _codes(answer)) == (422, ["missing-answer"] * 2)
    limits = client.post("/bounds", json=some).json()
    assert [one["code"] for one in limits["unanswered"]] == ["10", "11"]
    assert limits["next_question"]["code"] in {"10", "11"}


def test_a_path_is_found_by_other_measures(client: TestClient) -> None:
    """The path to five stars climbs no more levels when levels are what there shall be least of."""
    by_raises = client.post("/path?to=5", json=SHEET).json()
    by_levels = client.post("/path?to=5&by=levels", json=SHEET).json()
    assert by_raises["cost"] <= len(by_levels["steps"])
    assert (by_levels["by"], by_levels["stars"]) == ("levels", 5)


def test_every_problem_of_a_sheet_is_told_at_once_in_its_place(client: TestClient) -> None:
    """A wrong level, an unknown criterion, points with a fraction: each is told with its line and column."""
    body = json.dumps({**SHEET, "answers": {"1.1": "q", "99": "a", "1.2": 1.5}}, indent=1)
    answer = client.post("/score", content=body)
    assert answer.status_code == 422
    assert sorted(map(str, _paths(answer))) == [
        "['answers', '1.1']",
        "['answers', '1.2']",
        "['answers', '99']",
    ]
    lines = body.splitlines()
    for problem in answer.json()["problems"]:
        code = problem["where"]["path"][-1]
        assert f'"{code}"' in lines[problem["where"]["line"] - 1]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b"rule_book: qd-26-2026", "syntax"),
        (b'{"set": 1, "set": 2}', "repeated-key"),
        (b"\xff\xfe", "not-utf-8"),
        (b" " * (4 * 2**20 + 1), "too-large"),
        (b"[]", "wrong-type"),
    ],
)
def test_a_body_that_is_no_document_is_refused(client: TestClient, body: bytes, code: str) -> None:
    """A body is read as strictly as a file."""
    answer = client.post("/score", content=body)
    assert answer.status_code == 422
    assert code in _codes(answer)


# Councils.


def test_a_council_s_sheets_make_one_result(client: TestClient) -> None:
    """The mean of three members' totals is exact: 66 and a third."""
    decision = client.post("/council", json=EXAMPLES["Council"]).json()
    assert (decision["points"]["exact"], decision["stars"], len(decision["members"])) == ("199/3", 3, 3)


def test_a_council_has_rules_of_its_own(client: TestClient) -> None:
    """A council whose regulation asks for nine members present can't decide with three."""
    strict = {"id": "own", "name": {"vi": "Quy chế", "en": "Regulation"}, "quorum": {"least": 9}}
    answer = client.post("/council", json={**EXAMPLES["Council"], "regulation": strict})
    assert (answer.status_code, _codes(answer)) == (422, ["below-quorum"])
    wrong = client.post("/council", json={**EXAMPLES["Council"], "regulation": {**strict, "quorum": 9}})
    assert _paths(wrong) == [["regulation", "quorum"]]


def test_a_member_s_problem_is_told_at_their_sheet(client: TestClient) -> None:
    """What is wrong with a sheet, or missing from it, is placed in the body."""
    members = EXAMPLES["Council"]["members"]
    wrong = {**members[1], "sheets": [{**SHEET, "answers": {**ANSWERS, "1.1": "q"}}]}
    answer = client.post("/council", json={**EXAMPLES["Council"], "members": [members[0], wrong]})
    assert _paths(answer) == [["members", 1, "sheets", 0, "answers", "1.1"]]
    some = {**members[1], "sheets": [{**SHEET, "answers": {"1.1": "c"}}]}
    answer = client.post("/council", json={**EXAMPLES["Council"], "members": [members[0], some]})
    assert ["members", 1, "sheets", 0, "answers", "11"] in _paths(answer)
    assert all(one["where"]["line"] for one in answer.json()["problems"])


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"members": []}, ["members"]),
        ({"tier": "commune"}, ["tier"]),
        ({"members": [{"name": "A"}]}, ["members"]),
    ],
)
def test_a_council_that_there_isn_t_is_refused(client: TestClient, change: Any, path: list[str]) -> None:
    """Without sheets, or at a tier whose councils give no points, there is no result."""
    answer = client.post("/council", json={**EXAMPLES["Council"], **change})
    assert (answer.status_code, _paths(answer)[0]) == (422, path)


# Cases.


def test_a_product_lives_from_dossier_to_certificate(client: TestClient) -> None:
    """Each event is judged and filled in; 92 points are four stars in force and five hoped for."""
    assert client.post("/cases", json=case()).json()["events"] == 0
    for known, event in enumerate(LIFE):
        answer = client.post(f"/cases/tea-1/events?after={known}", json=event)
        assert (answer.status_code, answer.json()["events"]) == (201, known + 1)
    assert answer.json()["event"]["last_day"] == "2029-08-06"
    state = client.get("/cases/tea-1/state?on=2026-09-01").json()
    assert (state["status"], state["stars"], state["potential"]) == ("valid", 4, 5)
    assert client.get("/cases/tea-1/state?on=2026-06-20").json()["stage"] == "with-tier"
    assert client.get("/cases/tea-1/state?on=2029-08-07").json()["status"] == "expired"
    due = client.get("/cases/tea-1/deadlines?on=2029-03-01").json()
    assert [one["due"] for one in due if one["kind"] == "file-for-re-evaluation"] == ["2029-04-08"]


def test_a_case_kept_is_a_case_read(client: TestClient) -> None:
    """A case opened with its past is the same document when it is read, whatever was filled in."""
    client.post("/cases", json=case(events=6))
    kept = client.get("/cases/tea-1").json()
    assert [one["kind"] for one in kept["events"]] == [one["kind"] for one in LIFE]
    assert client.post("/cases", json={**kept, "id": "tea-2"}).status_code == 201
    again = client.get("/cases/tea-2").json()
    assert {**again, "id": "tea-1"} == kept


def test_what_isn_t_possible_is_refused_with_what_is(client: TestClient) -> None:
    """No recognition without a council's result: the refusal says why, where, and what would be possible."""
    client.post("/cases", json=case(events=1))
    answer = client.post(
        "/cases/tea-1/events?after=1", json={"kind": "recognised", "on": "2026-08-25", "by": "province"}
    )
    assert (answer.status_code, _codes(answer), _paths(answer)) == (409, ["not-possible-now"], [["kind"]])
    assert answer.json()["events"] == 1
    assert "assessed" in answer.json()["possible"]
    assert "certificate-issued" not in answer.json()["possible"]
    assert len(client.get("/cases/tea-1").json()["events"]) == 1


def test_a_past_that_isn_t_possible_isn_t_opened(client: TestClient) -> None:
    """A case whose events can't have happened so is refused as a whole."""
    answer = client.post("/cases", json={**case(), "events": [LIFE[0], LIFE[4]]})
    assert (answer.status_code, _paths(answer)) == (409, [["events", 1, "kind"]])
    assert client.get("/cases").json() == []


def test_an_event_that_is_none_is_told_in_its_place(client: TestClient) -> None:
    """An unknown kind, a day that doesn't exist and a key too many are wrong requests, not refusals."""
    client.post("/cases", json=case())
    for event, path in [
        ({"kind": "resold", "on": "2026-06-01"}, ["kind"]),
        ({"kind": "lapsed", "on": "2026-06-31"}, ["on"]),
        ({"kind": "lapsed", "on": "9999-12-31"}, ["on"]),
        ({"kind": "lapsed", "on": "2026-06-01", "mood": "good"}, ["mood"]),
    ]:
        answer = client.post("/cases/tea-1/events?after=0", json=event)
        assert (answer.status_code, _paths(answer)) == (422, [path])
        assert answer.json()["problems"][0]["where"]["line"] == 1


@pytest.mark.parametrize("known", [0, 1, 4, 6])
def test_no_event_of_any_day_breaks_anything(client: TestClient, known: int) -> None:
    """Every kind of event, before, in and after a life, is kept or refused with reasons in its place."""
    tries = product(KINDS, ["2026-01-01", "2026-06-05", "2030-01-01"])
    for number, (kind, on) in enumerate(tries):
        event = {"kind": kind, "on": on, **WANTED.get(kind, {})}
        begun = case(f"tea-{number}", known)
        answer = client.post("/cases", json={**begun, "events": [*begun["events"], event]})
        assert answer.status_code in {201, 409}
        if answer.status_code == 409:
            assert all(path[:2] == ["events", known] for path in _paths(answer))
            assert _codes(answer)


def test_who_comes_second_is_told(client: TestClient) -> None:
    """An event judged by a past that has moved on isn't kept, and the answer says how many there are."""
    client.post("/cases", json=case())
    assert client.post("/cases/tea-1/events?after=0", json=LIFE[0]).status_code == 201
    answer = client.post("/cases/tea-1/events?after=0", json=LIFE[0])
    assert (answer.status_code, _codes(answer), answer.json()["events"]) == (409, ["moved-on"], 1)


def test_of_many_at_once_one_is_first(client: TestClient) -> None:
    """Eight people add the same event at the same time: one is kept, seven are told."""
    client.post("/cases", json=case())

    def add(_: int) -> int:
        return client.post("/cases/tea-1/events?after=0", json=LIFE[0]).status_code

    with ThreadPoolExecutor(8) as people:
        assert sorted(people.map(add, range(8))) == [201] + [409] * 7
    assert len(client.get("/cases/tea-1").json()["events"]) == 1


@pytest.mark.parametrize("key", ["", "chè 1", "../etc", "a" * 65, "-", "a\n"])
def test_an_id_that_can_t_be_an_address_is_refused(client: TestClient, key: str) -> None:
    """A case's id stands in an address."""
    answer = client.post("/cases", json=case(key))
    assert (answer.status_code, _paths(answer)) == (422, [["id"]])


def test_an_id_is_used_once(client: TestClient) -> None:
    """A second case of an id is refused, and the first one stays as it is."""
    client.post("/cases", json=case(events=1))
    answer = client.post("/cases", json=case())
    assert (answer.status_code, _paths(answer), answer.json()["events"]) == (409, [["id"]], 1)


def test_what_no_database_takes_is_refused_or_kept_whole(client: TestClient) -> None:
    """A sign that PostgreSQL's texts can't hold is refused in an address, and kept in a document."""
    assert client.get("/cases?after=%00").status_code == 422
    odd = case()
    odd["product"]["name"] = "Chè\0 và \U0010ffff"
    assert client.post("/cases", json=odd).status_code == 201
    assert client.get("/cases/tea-1").json()["product"]["name"] == odd["product"]["name"]


def test_cases_are_listed_page_by_page(client: TestClient) -> None:
    """Pages follow each other by id, and none is left out."""
    for number in range(5):
        client.post("/cases", json=case(f"tea-{number}", events=number))
    first = client.get("/cases?limit=3").json()
    rest = client.get(f"/cases?limit=3&after={first[-1]['id']}").json()
    assert [(one["id"], one["events"]) for one in first + rest] == [(f"tea-{n}", n) for n in range(5)]


def test_a_representative_is_kept_and_shown_only_where_asked_for(client: TestClient) -> None:
    """Personal data is dropped unless it is to be kept, and then shown only to who asks for it by name."""
    client.post("/cases", json=case("dropped"))
    client.post("/cases?personal=true", json=case("kept"))
    for key, shown in (("dropped", None), ("kept", PERSON)):
        plain, personal = (client.get(f"/cases/{key}{ask}").text for ask in ("", "?personal=true"))
        assert PERSON["name"] not in plain
        assert json.loads(personal)["product"]["producer"].get("representative") == shown


def test_what_is_kept_outlives_the_service(client: TestClient, database: str) -> None:
    """Another process with the same database knows the same cases."""
    client.post("/cases", json=case(events=6))
    with TestClient(create_app(database)) as other:
        assert other.get("/cases/tea-1").json() == client.get("/cases/tea-1").json()


# The register.


def test_the_register_counts_on_a_day(client: TestClient) -> None:
    """Two of three bear four stars on the day, and hope for five; after their term nobody does."""
    for key, events in (("a", 6), ("b", 6), ("c", 3)):
        client.post("/cases", json=case(key, events=events))
    count = client.get("/register/statistics?on=2026-09-01&habit=with-stars-in-force").json()
    assert (count["cases"], count["total"]["valid"], count["total"]["stars"]) == (3, 2, {"4": 2})
    assert count["by_province"]["19"]["potential"] == {"5": 2}
    later = client.get("/register/statistics?on=2029-08-07").json()
    assert (later["total"]["ever"], later["total"]["valid"]) == (2, 0)


def test_certificates_that_run_out_are_listed(client: TestClient) -> None:
    """A certificate that ends on 6 August 2029 runs out within six months of 6 February, not of January."""
    client.post("/cases", json=case(events=6))
    assert client.get("/register/expiring?on=2029-01-31&within=6").json() == []
    (one,) = client.get("/register/expiring?on=2029-02-06&within=6").json()
    assert (one["case"], one["last_day"], one["group"]) == ("tea-1", "2029-08-06", "food")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?on=yesterday",
        "?on=2026-02-30",
        "?on=9999-12-31",
        "?on=2026-09-01&within=-1",
        "?on=2026-09-01&habit=x",
    ],
)
def test_wrong_parameters_are_told_as_every_problem_is(client: TestClient, query: str) -> None:
    """A parameter that is missing or wrong is named, in the shape of every other problem."""
    answer = client.get(f"/register/statistics{query}")
    assert (answer.status_code, _codes(answer)) == (422, ["bad-parameter"])
