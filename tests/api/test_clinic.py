"""Every call and every fault of the embedded clinic's dial, over real loopback HTTP."""

import asyncio
import dataclasses
import time
from contextlib import asynccontextmanager

import pytest

from workstation.api.consultations import Consultations
from workstation.api.doctor import Doctor
from workstation.api.im import Im
from workstation.api.platform import Platform
from workstation.base.clock import SystemClock
from workstation.clinic.process import start_clinic
from workstation.domain.address import ApiBase
from workstation.domain.consultation import NewConsultation, Symptom, SymptomKind
from workstation.domain.errors import (
    AnswerError,
    BoundExceeded,
    ConnectionDropped,
    DeadlineExceeded,
    MalformedAnswer,
    NotFound,
    NotThePlatform,
    PlatformError,
    RedirectRefused,
    Refused,
    ServerFault,
    TokenRejected,
)
from workstation.web.api_client import ApiClient
from workstation.web.network import Network
from workstation.web.opening import open_wire
from workstation.web.retry import RetryPolicy

LIST = "GET /consult/in_process_list"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    with start_clinic(tmp_path_factory.mktemp("clinic"), arguments=["--no-patients"]) as running:
        yield running


@pytest.fixture(autouse=True)
def _clear_dial(clinic):
    yield
    clinic.clear()


async def _no_sleep(_seconds):
    await asyncio.sleep(0)


@asynccontextmanager
async def platform(clinic, token=None, seconds=60.0):
    wire = await open_wire(Network())
    client = ApiClient(wire, ApiBase.parse(clinic.address), token or clinic.token)
    try:
        yield Platform(client, retry=RetryPolicy(seconds, lambda: 0.0, _no_sleep))
    finally:
        await wire.aclose()


async def test_the_lists_are_read_whole(clinic):
    async with platform(clinic) as api:
        in_process = await Consultations(api).in_process()
        history = await Consultations(api).history()
    assert len(in_process.items) >= 20
    assert len(history.items) >= 100
    assert in_process.dropped == history.dropped == ()
    kinds = {consultation.symptom.kind for consultation in in_process.items}
    assert {SymptomKind.TEXT, SymptomKind.VOICE} <= kinds
    assert any(not consultation.for_self for consultation in in_process.items)
    assert all(consultation.created_ms for consultation in in_process.items)
    assert all(consultation.team.name for consultation in in_process.items)


async def test_a_consultation_is_created_found_and_the_same_everywhere(clinic):
    async with platform(clinic) as api:
        calls = Consultations(api)
        known = (await calls.in_process()).items[0]
        new = NewConsultation(
            known.creator.member_id,
            known.target.member_id,
            known.team.team_id,
            Symptom(SymptomKind.TEXT, "咳嗽三天，夜里重。"),
            known.images[:2],
        )
        made = await calls.create(new)
        assert made.symptom.content == "咳嗽三天，夜里重。"
        assert await calls.one(made.consultation_id) == made
        assert made in (await calls.in_process()).items


async def test_a_closed_consultation_is_deleted_once(clinic):
    async with platform(clinic) as api:
        calls = Consultations(api)
        gone = (await calls.history()).items[-1].consultation_id
        await calls.delete(gone)
        assert gone not in {c.consultation_id for c in (await calls.history()).items}
        with pytest.raises(PlatformError) as again:
            await calls.delete(gone)
    assert isinstance(again.value, Refused | NotFound)
    assert again.value.server_text


async def test_the_profile_is_saved_and_read_back(clinic):
    async with platform(clinic) as api:
        doctor = Doctor(api)
        profile = await doctor.detail()
        assert profile.member_id == clinic.member_id
        changed = dataclasses.replace(
            profile, honours=("甲", *profile.honours), specialties=("乙",)
        )
        await doctor.save(changed)
        assert await doctor.detail() == changed
        await doctor.save(profile)


async def test_the_im_session_is_reachable(clinic):
    async with platform(clinic) as api:
        clock = SystemClock()
        servers = await Im(api, clock).servers()
        password = await Im(api, clock).password()
    assert len(servers.items) >= 1
    assert 3590 < password.seconds_left(clock.monotonic()) <= 3600
    assert len(password.secret) == 32


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("http=500", ServerFault),
        ("http=503", ServerFault),
        ("http=404", NotThePlatform),
        ("failure=系统繁忙", Refused),
        ("token-envelope", TokenRejected),
        ("token-http", TokenRejected),
        ("types=scalar", MalformedAnswer),
        ("types=object", MalformedAnswer),
        ("types=deep", BoundExceeded),
        ("types=many", BoundExceeded),
        ("html", NotThePlatform),
        ("redirect=http://127.0.0.2:9/", RedirectRefused),
        ("huge=17", BoundExceeded),
        ("bomb=64", BoundExceeded),
        ("truncate=50", MalformedAnswer),
        ("drop=50", ConnectionDropped),
        ("reset", ConnectionDropped),
        ("lost", ConnectionDropped),
    ],
)
async def test_every_fault_ends_in_its_own_error_and_the_next_read_is_fine(clinic, fault, error):
    clinic.dial(f"{fault}@{LIST}")
    async with platform(clinic) as api:
        with pytest.raises(error) as raised:
            await Consultations(api).in_process()
        assert raised.value.call == LIST
        clinic.clear()
        assert (await Consultations(api).in_process()).items


@pytest.mark.parametrize("how", ["strings", "extra"])
async def test_odd_but_readable_answers_are_read(clinic, how):
    async with platform(clinic) as api:
        plain = await Consultations(api).in_process()
        clinic.dial(f"types={how}@{LIST}")
        odd = await Consultations(api).in_process()
    ids = {c.consultation_id for c in odd.items}
    assert {c.consultation_id for c in plain.items} <= ids


@pytest.mark.parametrize("how", ["null", "no-id", "nested", "mixed"])
async def test_bad_rows_drop_out_and_the_list_stands(clinic, how):
    clinic.dial(f"types={how}@{LIST}")
    async with platform(clinic) as api:
        try:
            rows = await Consultations(api).in_process()
        except AnswerError:
            return
    assert rows.items or rows.dropped


async def test_damaged_bytes_are_an_error_or_rows_and_nothing_else(clinic):
    clinic.dial(f"corrupt@{LIST}")
    async with platform(clinic) as api:
        for _ in range(10):
            try:
                await Consultations(api).in_process()
            except (AnswerError, PlatformError):
                continue


async def test_a_passing_fault_is_not_seen(clinic):
    clinic.dial(f"http=503@{LIST}#2")
    async with platform(clinic) as api:
        assert (await Consultations(api).in_process()).items


async def test_slow_bytes_end_with_the_deadline(clinic):
    clinic.dial(f"slow=50@{LIST}")
    async with platform(clinic, seconds=0.5) as api:
        began = time.monotonic()
        with pytest.raises(DeadlineExceeded):
            await Consultations(api).in_process()
        assert time.monotonic() - began < 30  # the whole list takes minutes


async def test_a_lost_answer_of_a_write_is_not_written_twice(clinic):
    async with platform(clinic) as api:
        calls = Consultations(api)
        before = (await calls.in_process()).items
        known = before[0]
        new = NewConsultation(
            known.creator.member_id,
            known.target.member_id,
            known.team.team_id,
            Symptom(SymptomKind.TEXT, "答复丢失"),
        )
        clinic.dial("lost@POST /consult")
        with pytest.raises(ConnectionDropped):
            await calls.create(new)
        clinic.clear()
        after = (await calls.in_process()).items
    assert len(after) == len(before) + 1


async def test_a_renewed_token_ends_the_old_one(clinic):
    member = 3007
    old = clinic.token_of(member)
    new = clinic.renew_token(member)
    async with platform(clinic, old) as api:
        with pytest.raises(TokenRejected):
            await Consultations(api).in_process()
    async with platform(clinic, new) as api:
        await Consultations(api).in_process()
