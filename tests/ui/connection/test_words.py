"""The report in words: which hop failed, what is next, and what is not copied."""

from dataclasses import replace

import pytest

from tests.gallery.scenes.connection import FIRST, NOW, away, well
from workstation.domain.connection import Connection, Phase
from workstation.domain.connection_report import (
    ORDER,
    SERVER_HOPS,
    ConnectionReport,
    Hop,
    ListReading,
    PlatformCall,
    ServerAttempt,
)
from workstation.domain.errors import Refused, ServerFault, Unreachable
from workstation.domain.im import ImServer
from workstation.domain.sign_in_errors import PasswordRefused
from workstation.ui.connection.plain_report import MAX_BYTES, plain_report
from workstation.ui.connection.words import MAX_OTHERS, HopState, ReportWords
from workstation.ui.kit.strings import Language, formats, set_language, tr

CANARY = "王秀英canary"
WAITING = Connection(Phase.WAITING, NOW - 5, NOW + 8)


def failing_at(hop: Hop) -> ConnectionReport:
    """A report of one server whose try ended there."""
    failed = ServerAttempt(FIRST, True, hop, NOW - 1, Unreachable())
    return replace(away(), connection=WAITING, attempts=(failed,))


def states(report: ConnectionReport) -> dict[Hop, HopState]:
    words = ReportWords(report)
    return {line.hop: line.state for line in (*words.platform_hops(), *words.server_hops())}


@pytest.mark.parametrize("hop", SERVER_HOPS)
def test_what_is_before_the_failed_hop_is_fine_and_what_is_behind_it_open(hop: Hop) -> None:
    seen = states(failing_at(hop))
    at = SERVER_HOPS.index(hop)
    assert all(seen[each] is HopState.FINE for each in SERVER_HOPS[:at])
    assert seen[hop] is HopState.FAILED
    assert all(seen[each] is HopState.OPEN for each in SERVER_HOPS[at + 1 :])
    assert seen[Hop.ROOMS] is HopState.OPEN


def test_a_proxy_is_named_only_where_the_way_ended_there() -> None:
    assert states(failing_at(Hop.PROXY))[Hop.PROXY] is HopState.FAILED
    assert Hop.PROXY not in states(failing_at(Hop.TCP))


def test_what_the_platform_is_asked_for_fails_at_its_own_hop() -> None:
    report = replace(
        away(),
        queue=ListReading(None, Unreachable()),
        server_list=PlatformCall(NOW, ServerFault(call="GET /im/servers")),
        password=None,
    )
    seen = states(report)
    assert seen[Hop.PLATFORM] is seen[Hop.SERVER_LIST] is HopState.FAILED
    assert seen[Hop.PASSWORD] is HopState.OPEN


def test_a_session_that_took_no_password_says_that_none_was_needed() -> None:
    by_token = replace(well(), password=None)
    assert states(by_token)[Hop.PASSWORD] is HopState.FINE
    assert states(replace(failing_at(Hop.SASL), password=None))[Hop.PASSWORD] is HopState.OPEN


def test_of_several_servers_the_one_that_came_furthest_is_told() -> None:
    words = ReportWords(away())
    assert "im1.hospital.example" in words.at_server()
    assert len(words.other_servers()) == 2
    assert states(away())[Hop.TLS] is HopState.FAILED


def test_of_very_many_servers_the_first_are_named_and_the_rest_counted() -> None:
    failed = failing_at(Hop.TLS).attempts * (MAX_OTHERS + 4)
    attempts = tuple(replace(each, at=NOW - 1 - after) for after, each in enumerate(failed))
    lines = ReportWords(replace(away(), attempts=attempts)).other_servers()
    assert len(lines) == MAX_OTHERS + 1
    assert lines[-1] == tr("connection.more", count=3)


def test_the_one_that_is_online_is_in_use_whatever_others_said() -> None:
    refused = ServerAttempt(
        ImServer("im9.example", 1), True, Hop.SESSION, NOW, PasswordRefused("not-authorized")
    )
    report = replace(well(), attempts=(refused, *well().attempts))
    assert any("im1.hospital.example" in fact.value for fact in ReportWords(report).facts())


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("phase", list(Phase))
def test_every_phase_and_every_hop_has_words(phase: Phase, language: Language) -> None:
    set_language(language)
    for hop in ORDER:
        report = replace(failing_at(hop), connection=Connection(phase, NOW - 5))
        text = plain_report(report, "1", "x")
        assert "connection." not in text


@pytest.mark.parametrize(
    ("ahead_ms", "word"),
    [(None, "未知"), (0, "一致"), (400, "一致"), (5_000, "快 5 秒"), (-192_000, "慢 3 分钟")],
)
def test_the_clock_beside_the_server_s(ahead_ms: int | None, word: str) -> None:
    facts = ReportWords(replace(well(), clock_ahead_ms=ahead_ms)).facts()
    assert any(word in fact.value for fact in facts)


@pytest.mark.parametrize("language", list(Language))
def test_a_time_of_another_day_has_its_date(language: Language) -> None:
    """A session that was online since Friday looked, on Monday, as if it were since this minute."""
    set_language(language)
    ago = 3 * 24 * 3_600
    long_ago = NOW - ago
    report = replace(
        away(),
        connection=Connection(Phase.WAITING, long_ago),
        heard_at=long_ago,
        queue=ListReading(away().now_ms - ago * 1_000, Unreachable()),
        server_list=PlatformCall(long_ago, count=3),
        password=PlatformCall(long_ago, Unreachable()),
        attempts=(ServerAttempt(FIRST, True, Hop.SESSION, long_ago, is_online=True),),
    )
    then, now = (formats.local(ms) for ms in (report.now_ms - ago * 1_000, report.now_ms))
    date = formats.date_of(then.date(), now.date())
    words = ReportWords(report)
    lines = {line.hop: line.text for line in (*words.platform_hops(), *words.server_hops())}
    hops = (Hop.PLATFORM, Hop.SERVER_LIST, Hop.PASSWORD, Hop.SESSION)
    dated = [words.heading(), words.facts()[0].value, *(lines[hop] for hop in hops)]
    assert all(date in text and f"{then:%H:%M:%S}" in text for text in dated)
    assert date not in plain_report(well(), "1", "x")


def test_seconds_are_counted_down() -> None:
    values = [
        ReportWords(replace(away(), now=NOW + seconds)).facts()[4].value for seconds in range(10)
    ]
    assert values[:3] == ["8 秒后", "7 秒后", "6 秒后"]
    assert values[8:] == ["正在进行", "正在进行"]


@pytest.mark.parametrize("language", list(Language))
def test_nothing_secret_is_copied(language: Language) -> None:
    """Texts of servers and details that quote something stay here."""
    set_language(language)
    error = Refused(CANARY, call="GET /im/password", server_text=CANARY)
    report = replace(
        away(),
        connection=replace(WAITING, error=error),
        queue=ListReading(None, error),
        server_list=PlatformCall(NOW, error),
        password=PlatformCall(NOW, error),
        attempts=tuple(ServerAttempt(FIRST, True, hop, NOW, error) for hop in SERVER_HOPS),
    )
    text = plain_report(report, "1", "x")
    assert CANARY not in text
    assert "platform.refused GET /im/password" in text


def test_a_long_list_of_long_names_fits_the_code() -> None:
    long = [ImServer(f"{number}{'a' * 240}.example", 5443) for number in range(40)]
    attempts = tuple(ServerAttempt(each, True, Hop.TCP, NOW, Unreachable()) for each in long)
    text = plain_report(replace(away(), attempts=attempts), "1", "x")
    assert len(text.encode()) <= MAX_BYTES
    assert "待发送的消息" in text
