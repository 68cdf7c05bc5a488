import enum
import logging
import stat
import sys
import threading
import warnings
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workstation.base import held_files, log
from workstation.domain.errors import Refused, TokenRejected
from workstation.session import link_factory as _link_factory  # noqa: F401 - it allows conditions

OWN = logging.getLogger("workstation.services.sign_in")
SECRETS = ("王小宝", "wangxiaobao", "tok-5f2a9c0b77", "0f" * 16, "https://h/1.jpg?t=1", "123456")


class Phase(enum.Enum):
    ONLINE = "online"


@pytest.fixture
def logged(tmp_path, caplog):  # noqa: ARG001  the log is judged here
    """What has been written so far."""
    handler = log.start(tmp_path, "debug")

    def written():
        handler.flush()
        return (tmp_path / log.FILE).read_text(encoding="utf-8")

    yield written
    log.stop(handler)


def test_numbers_states_and_codes_are_told(logged):
    log.allow_literal("item-not-found")
    OWN.info(
        "read %d rows, %s, %s, %s after %s ms",
        7,
        Phase.ONLINE,
        TokenRejected("HTTP 401", call="GET /im/password"),
        "item-not-found",
        1.5,
    )
    line = (
        "read 7 rows, online, platform.token GET /im/password HTTP 401, item-not-found after 1.5 ms"
    )
    assert line in logged()


def test_the_class_of_a_failure_and_what_a_server_refused_by_are_told(logged):
    OWN.warning("not sent on: %s, %s", ConnectionRefusedError, "policy-violation")
    assert "not sent on: <ConnectionRefusedError>, policy-violation" in logged()


@pytest.mark.parametrize("secret", SECRETS)
def test_words_of_people_and_secrets_are_told_by_length(logged, secret):
    OWN.warning("for %s: %r, %s, %s", secret, secret, [secret], {"a": secret})
    OWN.warning("%(name)s", {"name": secret})
    assert secret not in logged()
    assert f"<text of {len(secret)}>" in logged()


def test_a_template_that_does_not_fit_is_told_bare():
    record = logging.LogRecord("workstation", 20, "f.py", 1, "one %d", ("王小宝",), None)
    assert log.RedactingFormatter().format(record).endswith(": one %d")


def test_an_exception_is_told_as_class_and_place(logged):
    def fail():
        raise KeyError("王小宝") from ValueError("tok-5f2a9c0b77")

    try:
        fail()
    except KeyError:
        OWN.exception("failed")
    text = logged()
    assert "KeyError" in text
    assert "ValueError" in text
    assert "test_an_exception_is_told_as_class_and_place" in text
    assert "王小宝" not in text
    assert "tok-" not in text


def test_the_server_s_words_stay_out(logged):
    OWN.warning(
        "delete: %s", Refused("HTTP 200", call="DELETE /consult", server_text="王小宝的咨询")
    )
    assert "platform.refused DELETE /consult HTTP 200" in logged()
    assert "王小宝" not in logged()


def test_other_libraries_are_told_by_place_and_only_when_they_warn(logged):
    other = logging.getLogger("httpx")
    other.info("GET https://h/1.jpg?t=secret")
    other.warning("GET %s", "https://h/1.jpg?t=secret")
    logging.getLogger("workstationish").warning("secret")
    text = logged()
    assert "INFO httpx" not in text
    assert "WARNING httpx: (test_log:" in text
    assert "secret" not in text


def test_the_level_is_our_own_and_other_libraries_stay_quiet_at_any(logged):
    OWN.debug("a detail")
    assert "DEBUG workstation.services.sign_in: a detail" in logged()
    assert not logging.getLogger("httpcore.http11").isEnabledFor(logging.INFO)


def test_python_s_own_warnings_are_kept_without_their_text(logged):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn("about tok-5f2a9c0b77", UserWarning, stacklevel=1)
    assert "py.warnings" in logged()
    assert "tok-" not in logged()


def test_what_nobody_catches_is_told(logged):
    sys.excepthook(RuntimeError, RuntimeError("王小宝"), None)

    def fail():
        raise LookupError("王小宝")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    text = logged()
    assert "RuntimeError" in text
    assert "LookupError" in text
    assert "王小宝" not in text


def test_a_line_break_cannot_forge_a_line(logged):
    OWN.warning("a\nb")
    assert logged().count("\n") == 1


@pytest.mark.usefixtures("caplog")
def test_files_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "FILE_BYTES", 2000)
    handler = log.start(tmp_path)
    for _ in range(500):
        OWN.warning("a line of some length, again and again")
    log.stop(handler)
    files = sorted(tmp_path.iterdir())
    assert len(files) == log.KEPT_FILES + 1
    assert all(file.stat().st_size <= 2000 for file in files)


def test_what_is_logged_while_the_files_before_are_removed_waits_for_no_disk(logged, monkeypatch):
    asked, free, remove = threading.Event(), threading.Event(), held_files.remove

    def held(file):
        asked.set()
        assert free.wait(20)
        remove(file)

    monkeypatch.setattr(held_files, "remove", held)
    OWN.info("before")
    removing = threading.Thread(target=log.begin_anew)
    removing.start()
    assert asked.wait(20)
    OWN.info("meanwhile")
    free.set()
    removing.join(20)
    OWN.info("afterwards")
    assert [line.rpartition(" ")[2] for line in logged().splitlines()] == [
        "meanwhile",
        "afterwards",
    ]


@pytest.mark.usefixtures("caplog")
def test_files_are_private(tmp_path):
    handler = log.start(tmp_path)
    OWN.warning("a line")
    log.stop(handler)
    assert stat.S_IMODE((tmp_path / log.FILE).stat().st_mode) == 0o600


@pytest.fixture(autouse=True)
def _all_closed():
    """A test that fails leaves no log open to the next one."""
    yield
    while log._open_logs:
        log.stop(log._open_logs[-1])


HOOKS = (sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")


def hooks():
    return [getattr(owner, name) for owner, name in HOOKS]


def raise_everywhere():
    """An error that nobody catches for each hook; an interruption, which is no error of ours."""

    def fail(*_args):
        raise LookupError

    sys.excepthook(LookupError, LookupError(), None)
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    type("Owner", (), {"__del__": fail})()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)


@pytest.fixture
def earlier(monkeypatch):
    """Hooks that were there before the log: what each was called for."""
    calls = []
    for owner, name in HOOKS:
        monkeypatch.setattr(owner, name, lambda *_event, at=(owner, name): calls.append(at))
    return calls


@pytest.mark.usefixtures("earlier", "caplog")
def test_the_hooks_that_were_there_before_are_back_once_the_log_is_closed(tmp_path):
    before = hooks()
    handler = log.start(tmp_path)
    assert not set(hooks()) & set(before)
    log.stop(handler)
    assert hooks() == before


@pytest.mark.usefixtures("caplog")
def test_only_an_interruption_goes_to_the_hook_before_while_a_log_is_open(tmp_path, earlier):
    handler = log.start(tmp_path)
    raise_everywhere()
    log.stop(handler)
    assert earlier == [HOOKS[0]]


@pytest.mark.usefixtures("earlier", "caplog")
@pytest.mark.parametrize("first", [0, 1])
def test_of_two_logs_the_one_that_is_still_open_takes_what_nobody_catches(tmp_path, first):
    before, showwarning = hooks(), warnings.showwarning
    handlers = [log.start(tmp_path / name) for name in "ab"]
    log.stop(handlers.pop(first))
    raise_everywhere()
    OWN.info("a line")
    warnings.showwarning("a warning", UserWarning, "f.py", 1)
    handlers[0].flush()
    lines = (tmp_path / "ba"[first] / log.FILE).read_text(encoding="utf-8")
    assert lines.count("LookupError (LookupError)") == 3
    assert "a line" in lines
    assert "py.warnings" in lines
    log.stop(handlers.pop())
    assert hooks() == before
    assert warnings.showwarning is showwarning


@pytest.mark.usefixtures("caplog")
def test_whoever_took_the_hooks_meanwhile_keeps_them_and_may_put_ours_back(
    tmp_path, earlier, monkeypatch
):
    handler = log.start(tmp_path)
    ours = hooks()
    later = [lambda *_event: None for _ in HOOKS]
    for (owner, name), hook in zip(HOOKS, later, strict=True):
        monkeypatch.setattr(owner, name, hook)
    log.stop(handler)
    assert hooks() == later
    for (owner, name), hook in zip(HOOKS, ours, strict=True):
        monkeypatch.setattr(owner, name, hook)
    raise_everywhere()
    assert earlier == [*HOOKS, HOOKS[0]]


# With new seeds Hypothesis tries the words of the code that is loaded: a path of ours among them.
WORDS = st.text().filter(lambda text: not log._CALL.fullmatch(text))


@given(WORDS | st.binary() | st.lists(st.text()) | st.dictionaries(st.text(), st.text()))
@example("a-word-of-ours")
def test_no_text_passes_whatever_it_holds_that_no_code_allowed(value):
    log.allow_literal("a-word-of-ours")  # as other tests in this process may have done
    with mock.patch.object(log, "_literals", set()):
        text = str(log.redact(value))
    assert text.startswith("<")
    assert text.endswith(">")
