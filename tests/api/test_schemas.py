import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.platform_rows import ROW
from workstation.api import schemas
from workstation.api.reading import integer, separated, text, truth
from workstation.api.rows import MAX_ROWS, read_rows
from workstation.domain.consultation import (
    Consultation,
    NewConsultation,
    Symptom,
    SymptomKind,
)
from workstation.domain.errors import BoundExceeded, MalformedAnswer
from workstation.domain.im import ImServer
from workstation.domain.people import Member, Team
from workstation.domain.profile import Profile
from workstation.web.json_text import parse

READ = Consultation(
    consultation_id=7,
    creator=Member(3, "王秀英"),
    target=Member(4, "王小宝"),
    team=Team(5, "儿科"),
    symptom=Symptom(SymptomKind.TEXT, "发烧两天", "text"),
    status="in_process",
    doctor_ids=(1, 2),
    images=("/media/1.jpg",),
    created_ms=1_700_000_000_000,
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


def test_a_consultation_is_read_whole():
    assert schemas.consultation(ROW) == READ


def test_numbers_may_come_as_text():
    as_text = {
        key: str(value) if isinstance(value, int) else value for key, value in ROW.items()
    } | {"doctor_ids": ["1", 2.0]}
    assert schemas.consultation(as_text) == READ


@pytest.mark.parametrize("field", ["created", "team_id", "status", "consultation_id"])
def test_a_number_that_nobody_can_read_takes_no_other_row_along(field):
    number = f'{{"consultation_id": 8, "{field}": {"9" * 5_000}}}'
    answer = parse(f"[{json.dumps(ROW)}, {number}]".encode())
    rows = read_rows(answer, schemas.consultation, lambda row: row.consultation_id, call="x")
    assert rows.items[0] == READ
    assert [each.consultation_id for each in rows.items[1:]] == [8] * (field != "consultation_id")
    assert all(each == nothing_known(8) for each in rows.items[1:])


def test_created_may_stand_beside_the_consultation():
    row = {key: value for key, value in ROW.items() if key != "created"}
    assert schemas.consultation(row, {"created": "1700000000000"}) == READ
    assert schemas.consultation(row).created_ms is None
    assert schemas.consultation(ROW, {"created": 5}) == READ


@pytest.mark.parametrize("missing", sorted(set(ROW) - {"consultation_id"}))
def test_any_other_field_may_be_missing_or_null(missing):
    absent = schemas.consultation({key: ROW[key] for key in ROW if key != missing})
    assert absent == schemas.consultation(ROW | {missing: None})
    assert absent.consultation_id == 7


@pytest.mark.parametrize("identity", [None, "", "seven", 1.5, True, [], 2**63, "9" * 30])
def test_without_an_identity_there_is_no_consultation(identity):
    with pytest.raises(MalformedAnswer, match="consultation_id"):
        schemas.consultation(ROW | {"consultation_id": identity})


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ("text", SymptomKind.TEXT),
        ("TEXT/plain", SymptomKind.TEXT),
        ("image/png", SymptomKind.IMAGE),
        ("audio/amr", SymptomKind.VOICE),
        ("voice", SymptomKind.VOICE),
        ("application/x-msdownload", SymptomKind.UNKNOWN),
        (None, SymptomKind.TEXT),
    ],
)
def test_the_kind_of_a_symptom(declared, kind):
    symptom = schemas.consultation(ROW | {"symptom_type": declared}).symptom
    assert (symptom.kind, symptom.content) == (kind, "发烧两天")


def test_a_number_stands_for_a_status_and_a_text_for_a_list_of_one_picture():
    read = schemas.consultation(ROW | {"status": 3, "images": "/media/1.jpg"})
    assert (read.status, read.images) == ("3", ("/media/1.jpg",))


def test_text_no_screen_or_database_takes_is_made_visible():
    read = schemas.consultation(ROW | {"symptom_content": "a\x00b\ud800c"})
    assert read.symptom.content == "a\ufffdb\ufffdc"


@given(st.dictionaries(st.sampled_from(sorted(ROW)), ANYTHING), ANYTHING)
def test_no_row_however_wrong_does_more_than_drop_out(changes, row):
    rows = read_rows(
        [ROW, ROW | changes | {"consultation_id": 8}, row],
        schemas.consultation,
        lambda consultation: consultation.consultation_id,
        call="x",
    )
    assert rows.items[0] == READ
    assert len(rows.items) + len(rows.dropped) == 3


def test_bad_and_repeated_rows_are_reported_and_the_list_stands():
    payload = [ROW, None, ROW | {"consultation_id": None}, ROW, ROW | {"consultation_id": 9}]
    rows = read_rows(payload, schemas.consultation, lambda c: c.consultation_id, call="x")
    assert [c.consultation_id for c in rows.items] == [7, 9]
    assert [(d.index, d.reason) for d in rows.dropped] == [
        (1, "no object"),
        (2, "no consultation_id"),
        (3, "seen before"),
    ]


@pytest.mark.parametrize("payload", [None, {}, "rows", 7])
def test_an_absent_list_is_not_an_empty_one(payload):
    with pytest.raises(MalformedAnswer):
        read_rows(payload, schemas.consultation, id, call="x")


def test_rows_are_bounded_exactly():
    read_rows([1] * MAX_ROWS, lambda value: value, lambda value: value, call="x")
    with pytest.raises(BoundExceeded, match=f"x: more than {MAX_ROWS} rows"):
        read_rows([1] * (MAX_ROWS + 1), lambda value: value, lambda value: value, call="x")


def test_a_profile_is_read_and_written_with_the_same_keys():
    profile = Profile(1, "林若川", "主任医师", "医院", "儿科", "简介", "/p.jpg", ("a",), ("b", "c"))
    assert schemas.profile(schemas.profile_body(profile)) == profile


@pytest.mark.parametrize(
    ("given_value", "read"),
    [
        (["小儿呼吸", " ", None, "过敏"], ("小儿呼吸", "过敏")),
        ("小儿呼吸；过敏;湿疹\r\n\n哮喘", ("小儿呼吸", "过敏", "湿疹", "哮喘")),
        (None, ()),
        ({"a": 1}, ()),
    ],
)
def test_lists_of_a_profile_may_come_as_one_text(given_value, read):
    assert separated(given_value) == read


@pytest.mark.parametrize("identity", [None, "", {}])
def test_a_profile_has_a_member(identity):
    with pytest.raises(MalformedAnswer, match="member_id"):
        schemas.profile({"member_id": identity, "name": "林"})


def test_the_body_of_a_new_consultation():
    symptom = Symptom(SymptomKind.VOICE, "https://h/1.m4a")
    assert schemas.new_consultation(NewConsultation(3, 4, 5, symptom, ("a", "b"))) == {
        "creator_member_id": 3,
        "target_member_id": 4,
        "team_id": 5,
        "symptom_content": "https://h/1.m4a",
        "symptom_type": "voice",
        "images": ["a", "b"],
    }


@pytest.mark.parametrize(
    ("row", "server"),
    [
        ({"ip": "192.168.3.1", "port": 9501}, ImServer("192.168.3.1", 9501)),
        ({"ip": " im.Example ", "port": "443"}, ImServer("im.example", 443)),
        ({"ip": "fd00::1", "port": 1}, ImServer("fd00::1", 1)),
        ({"ip": "[::1]", "port": 65535}, ImServer("::1", 65535)),
    ],
)
def test_an_im_server(row, server):
    assert schemas.im_server(row) == server


@pytest.mark.parametrize(
    "row",
    [
        {"ip": "192.168.3.1"},
        {"ip": "192.168.3.1", "port": 0},
        {"ip": "192.168.3.1", "port": 65536},
        {"ip": "192.168.3.1", "port": -1},
        {"ip": "", "port": 1},
        {"ip": None, "port": 1},
        {"ip": "a b", "port": 1},
        {"ip": "evil/..", "port": 1},
        {"ip": "u@h", "port": 1},
        {"ip": "h:99", "port": 1},
        "192.168.3.1:9501",
    ],
)
def test_what_is_no_im_server(row):
    with pytest.raises(MalformedAnswer):
        schemas.im_server(row)


@pytest.mark.parametrize(
    "row",
    [
        {"expire": 3600},
        {"expire": 3600, "password": ""},
        {"expire": 3600, "password": 5},
        {"expire": 0, "password": "x"},
        {"expire": -1, "password": "x"},
        {"password": "x"},
        None,
    ],
)
def test_a_password_without_secret_or_life_is_malformed_and_untold(row):
    with pytest.raises(MalformedAnswer) as refusal:
        schemas.im_password(row)
    assert "x" not in refusal.value.detail.replace("expire", "")


def test_a_password_is_believed_for_thirty_days_at_most():
    month = 30 * 24 * 60 * 60
    for expire, seconds in ((1, 1), (month - 1, month - 1), (month, month), (month + 1, month)):
        assert schemas.im_password({"password": "p", "expire": expire}) == ("p", seconds)


def test_what_lacks_its_number_has_none_of_another():
    assert schemas.nameless_consultation(ROW) == replace(READ, consultation_id=0)


@pytest.mark.parametrize(
    ("value", "fact"),
    [(True, True), (False, False), (1, True), (0, False), (1.0, True), ("1", True), ("0", False),
     (" TRUE ", True), ("false", False), (2, None), (-1, None), ("2", None), ([], None)],
)  # fmt: skip
def test_a_truth_may_come_as_a_number_or_a_word(value, fact):
    assert truth(value) is fact


@given(ANYTHING)
def test_single_values_never_surprise(value):
    assert integer(value) is None or -(2**63) <= integer(value) < 2**63
    assert "\x00" not in text(value)
    assert truth(value) in {True, False, None}


@pytest.mark.parametrize(
    ("created", "read"),
    [
        (0, None),
        (-1, None),
        (1_700_000_000, None),
        (946_684_799_999, None),
        (946_684_800_000, 946_684_800_000),
        (4_070_908_799_999, 4_070_908_799_999),
        (4_102_444_799_000, None),
        (253_402_300_799_000, None),
    ],
)
def test_a_time_at_which_nothing_began_is_none(created, read):
    """A database's "not set" is 1970, its "never" the end of 2099 or 9999; seconds are of 1970."""
    assert schemas.consultation({**ROW, "created": created}).created_ms == read


@pytest.mark.parametrize("unset", [0, "0", None, ""])
def test_a_beginning_that_is_not_set_in_the_row_may_stand_beside_it(unset):
    row = {**ROW, "created": unset}
    assert schemas.consultation(row, {"created": 1_700_000_000_000}) == READ


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("9007199254740991.0", 2**53 - 1),
        ("9007199254740993.0", None),
        ("1e17", None),
        ("9007199254740993", 2**53 + 1),
        ('"9007199254740993"', 2**53 + 1),
    ],
)
def test_a_number_that_was_rounded_on_the_way_is_none(written, read):
    """With a fraction or an exponent it is a float: two consultations would have one number."""
    assert integer(json.loads(written)) == read


def nothing_known(consultation_id):
    return schemas.consultation({"consultation_id": consultation_id})
