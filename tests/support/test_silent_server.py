"""A server that takes connections and says nothing is waited for once, also with a token."""

import asyncio
from contextlib import AsyncExitStack

from tests.fakes.http_server import json_answer, serving
from tests.support.findings import StoppedClock, refusing_together, summaries
from workstation.config import Settings
from workstation.domain.address import ApiBase
from workstation.domain.findings import Layer, fine
from workstation.domain.ids import MemberId
from workstation.services.access import open_access
from workstation.support import self_test
from workstation.support.platform_probes import PlatformProbes
from workstation.support.probing import run, side_by_side
from workstation.support.self_test import target_with_token

ALL_CALLS = 6  # five that read, and once more the list of message servers


async def _never_tried():
    raise AssertionError


async def test_it_is_asked_for_its_time_and_for_the_token_at_once():
    """One after the other they waited for 10 and then for 30 seconds."""
    async with serving(refusing_together(2)) as script, AsyncExitStack() as stack:
        base = ApiBase.parse(script.origin)
        target = await target_with_token(stack, Settings(), base, "token", MemberId(7))
        findings = (
            await run(self_test._server_probes(Settings(), target), lambda _: None)
        ).findings
    order = [each for each in summaries(findings) if each[0] not in {"proxy", "dns", "tcp", "tls"}]
    assert [layer for layer, _, _ in order] == [
        "clock",
        "token",
        "calls",
        "im_servers",
        "im_session",
    ]
    assert order[0] == ("clock", "degraded", "off")
    assert order[1] == ("token", "unusable", "platform.token")


async def test_behind_a_token_that_is_good_all_calls_are_asked_at_once():
    """Where each of them is silent the check took 30 seconds for every one."""
    all_asked = asyncio.Event()
    waiting = 0

    async def when_all_have_asked(request):
        nonlocal waiting
        if request.target == "/doctor/detail" and len(script.received) == 1:
            yield json_answer({"success": True, "result": {"member_id": 7, "name": "林"}})
            return
        waiting += 1
        if waiting == ALL_CALLS:
            all_asked.set()
        await all_asked.wait()
        yield json_answer({"success": False}, 500)

    async with serving(when_all_have_asked) as script:
        base = ApiBase.parse(script.origin)
        access = await open_access(Settings(), base, "token", StoppedClock())
        try:
            probes = PlatformProbes(access, Settings(), StoppedClock(), _never_tried)
            findings = await probes.probe_all()
        finally:
            await access.aclose()
    answers = {each.error.code for each in findings if each.error}
    assert answers == {"platform.refused"}
    assert [layer for layer, _, _ in summaries(findings)] == [
        "token",
        *["calls"] * 5,
        "im_servers",
        "im_session",
    ]


async def test_of_two_side_by_side_one_that_breaks_takes_nothing_from_the_other(expect_log):
    expect_log.append("a probe broke")

    async def broken():
        raise ZeroDivisionError

    async def good():
        return [fine(Layer.DNS, "resolved")]

    assert summaries(await side_by_side(broken, good)()) == [
        ("configuration", "degraded", "broken"),
        ("dns", "fine", "resolved"),
    ]
