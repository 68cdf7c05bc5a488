"""Faults are written, counted and matched as the dial's text says."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.clinic.distortion import DEEP_LEVELS, MANY_ITEMS, distort
from workstation.clinic.faults import DISTORTIONS, KINDS, Fault, FaultDial, parse
from workstation.domain.errors import ConfigurationError


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("latency", Fault("latency", "1000")),
        ("latency=5", Fault("latency", "5")),
        ("http=503@GET /consult/*#2", Fault("http", "503", "GET /consult/*", 2)),
        ("html@/im/servers", Fault("html", "", "/im/servers")),
        ("failure=系统维护=中@/doctor/detail", Fault("failure", "系统维护=中", "/doctor/detail")),
        ("servers=", Fault("servers", "")),
        ("servers=10.0.0.1:9501,10.0.0.1:9502", Fault("servers", "10.0.0.1:9501,10.0.0.1:9502")),
        ("date=-86400", Fault("date", "-86400")),
        ("im-cut=before@message#1", Fault("im-cut", "before", "message", 1)),
    ],
)
def test_a_fault_reads_as_it_is_written(text, fault):
    assert parse(text) == fault
    assert parse(str(fault)) == fault


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing",
        "http=200",
        "http=abc",
        "latency=-1",
        "latency=9999999999",
        "types=wrong",
        "html=1",
        "slow=0",
        "date=soon",
        "servers=host",
        "failure=",
        "=5",
        "http#",
        "drop=100",
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(text):
    with pytest.raises(ConfigurationError):
        parse(text)


@given(st.text(max_size=40))
def test_any_text_is_a_fault_or_refused(text):
    try:
        fault = parse(text)
    except ConfigurationError:
        return
    assert fault.kind in KINDS


def test_a_counted_fault_strikes_that_many_times():
    dial = FaultDial(["html@/consult/*#2"])
    strikes = [dial.take("html", "GET /consult/5") for _ in range(4)]
    assert [strike is not None for strike in strikes] == [True, True, False, False]
    assert list(dial) == []


def test_calls_it_is_not_meant_for_do_not_use_a_fault_up():
    dial = FaultDial(["http=500@POST /consult#1"])
    assert dial.take("http", "GET /consult/5") is None
    assert dial.take("html", "POST /consult") is None
    assert dial.take("http", "POST /consult") is not None


def test_faults_are_added_all_or_none():
    dial = FaultDial()
    with pytest.raises(ConfigurationError):
        dial.add("html", "nonsense")
    assert list(dial) == []


def test_cleared_faults_are_gone():
    dial = FaultDial(["html", "latency"])
    dial.clear()
    assert dial.take("html", "GET /x") is None


ITEM = {
    "consultation_id": 7,
    "symptom_content": "咳",
    "doctor_ids": [1, 2],
    "images": ["a", "b"],
    "created": 5,
}
LIST = {"success": True, "code": 200, "resutls": [ITEM, ITEM, ITEM, ITEM]}
ONE = {"success": True, "code": 200, "result": ITEM, "created": 5}


def test_strings_makes_numbers_texts_and_lists_of_texts_one_text():
    item = distort(LIST, "strings")["resutls"][0]
    assert item == {
        "consultation_id": "7",
        "symptom_content": "咳",
        "doctor_ids": ["1", "2"],
        "images": "a；b",
        "created": "5",
    }


def test_null_leaves_the_ids_alone():
    assert distort(LIST, "null")["resutls"][0] == {**dict.fromkeys(ITEM), "consultation_id": 7}


def test_no_id_takes_the_identity_from_every_second_item():
    items = distort(LIST, "no-id")["resutls"]
    assert ["consultation_id" in item for item in items] == [False, True, False, True]


def test_mixed_puts_strangers_between_the_items():
    items = distort(LIST, "mixed")["resutls"]
    assert [isinstance(item, dict) for item in items] == [False, True, True, False]


def test_the_other_distortions_break_what_they_say():
    assert distort(ONE, "nested")["result"]["consultation_id"] == {"value": 7}
    assert distort(ONE, "scalar")["result"] == 42
    assert distort(LIST, "object")["resutls"] == {"unexpected": {}}
    assert len(distort(LIST, "many")["resutls"]) == MANY_ITEMS
    assert distort(ONE, "extra")["result"]["status"] == 7
    assert json.dumps(distort(LIST, "deep")).count("[") > DEEP_LEVELS


@pytest.mark.parametrize("how", DISTORTIONS)
@pytest.mark.parametrize(
    "answer", [LIST, ONE, {"sucess": True, "code": 200}, {"success": True, "result": []}]
)
def test_every_distortion_is_json_and_leaves_the_envelope(how, answer):
    broken = json.loads(json.dumps(distort(answer, how)))
    assert broken.keys() == answer.keys()
    assert broken.get("code") == answer.get("code")
