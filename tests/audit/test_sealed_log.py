"""The audit log's file: what a crash leaves and what somebody did to it are told apart."""

import base64
import os
from pathlib import Path

import pytest

from workstation.audit.line import RawLine, digest, parse, seal, to_json, unseal
from workstation.audit.sealed_log import Head, SealedLog
from workstation.domain.audit import AuditFault, AuditFinding, AuditLine
from workstation.domain.errors import StorageError

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
DAY = 86_400_000


def event(at_ms: int = 1, consultation_id: int | None = 7) -> AuditLine:
    return AuditLine(0, at_ms, "consultation_opened", 1001, consultation_id, "", "")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "audit" / "keyring.log"


@pytest.fixture
def sealed(file):
    return SealedLog(file, KEY)


@pytest.fixture
def head(sealed):
    """Ten lines, one a day, and where they end."""
    return sealed.append([event(day * DAY) for day in range(10)], Head())[1]


def raws(file) -> list[bytes]:
    return file.read_bytes().splitlines(keepends=True)


def put(file, lines) -> None:
    file.write_bytes(b"".join(lines))


def faults(sealed, head) -> list[tuple[AuditFault, int, int]]:
    findings = sealed.check(head).findings
    return [(each.fault, each.number, each.until) for each in findings]


def test_what_is_appended_is_read_in_order_and_whole(sealed, head):
    report = sealed.check(head)
    assert not report.findings
    assert [line.number for line in report.lines] == list(range(1, 11))
    assert [line.at_ms for line in report.lines] == [day * DAY for day in range(10)]
    assert report.lines[0].previous == ""
    assert report.lines[4].previous == digest(report.lines[3])


@pytest.mark.usefixtures("head")
def test_the_file_tells_nobody_what_is_in_it(file):
    content = file.read_bytes()
    for hidden in (b"consultation", b"opened", b"1001"):
        assert hidden not in content
        assert base64.b64encode(hidden) not in content


@pytest.mark.parametrize("nth", range(10))
def test_a_removed_line_is_named(file, sealed, head, nth):
    lines = raws(file)
    put(file, lines[:nth] + lines[nth + 1 :])
    fault = AuditFault.CUT if nth == 9 else AuditFault.REMOVED
    assert faults(sealed, head) == [(fault, nth + 1, nth + 1)]


def test_several_removed_lines_are_one_finding(file, sealed, head):
    lines = raws(file)
    put(file, lines[:3] + lines[7:])
    assert faults(sealed, head) == [(AuditFault.REMOVED, 4, 7)]


@pytest.mark.parametrize("nth", range(10))
def test_an_edited_line_is_named(file, sealed, head, nth):
    lines = raws(file)
    edited = bytearray(lines[nth])
    edited[-20] = ord("B") if edited[-20] == ord("A") else ord("A")
    put(file, [*lines[:nth], bytes(edited), *lines[nth + 1 :]])
    assert faults(sealed, head) == [(AuditFault.CHANGED, nth + 1, nth + 1)]


def test_a_line_of_garbage_is_named(file, sealed, head):
    lines = raws(file)
    put(file, [*lines[:5], b"garbage\n", *lines[6:]])
    assert faults(sealed, head) == [(AuditFault.CHANGED, 6, 6)]


def test_a_line_in_another_place_is_named(file, sealed, head):
    lines = raws(file)
    put(file, [*lines[:4], lines[5], lines[4], *lines[6:]])
    assert faults(sealed, head) == [(AuditFault.MOVED, 5, 5)]


def test_a_line_that_stands_twice_is_named(file, sealed, head):
    lines = raws(file)
    put(file, [*lines, lines[2]])
    assert faults(sealed, head) == [(AuditFault.MOVED, 3, 3)]


def test_a_line_under_another_number_does_not_open(file, sealed, head):
    lines = raws(file)
    put(file, [*lines[:4], b"5 " + lines[5].split(b" ")[1], *lines[5:]])
    assert faults(sealed, head) == [(AuditFault.CHANGED, 5, 5)]


def test_a_line_out_of_another_history_with_the_same_key_is_named(file, sealed, head):
    first = raws(file)
    file.unlink()
    sealed.append([event(day, 8) for day in range(10)], Head())
    put(file, [*first[:4], raws(file)[4], *first[5:]])
    findings = faults(sealed, head)
    assert findings[0] == (AuditFault.CHANGED, 5, 5)


def test_a_log_that_is_gone_is_cut_at_its_beginning(file, sealed, head):
    file.unlink()
    assert faults(sealed, head) == [(AuditFault.CUT, 1, 10)]


def test_an_older_copy_put_back_is_cut(file, sealed, head):
    older = file.read_bytes()
    _, later = sealed.append([event()], head)
    file.write_bytes(older)
    assert faults(sealed, later) == [(AuditFault.CUT, 11, 11)]


def test_another_history_of_the_same_length_is_not_taken_for_this_one(file, sealed, head):
    file.unlink()
    sealed.append([event(day, 8) for day in range(10)], Head())
    assert faults(sealed, head) == [(AuditFault.CHANGED, 10, 10)]


@pytest.mark.parametrize("length", [1, 5, 40, -1])
def test_a_line_torn_by_a_crash_is_no_fault_and_is_taken_off(file, sealed, head, length):
    file.write_bytes(file.read_bytes() + seal(KEY, event())[:length])
    assert faults(sealed, head) == []
    _, later = sealed.append([event()], head)
    assert faults(sealed, later) == []
    assert len(sealed.check(later).lines) == 11


def test_lines_of_before_a_crash_that_the_head_does_not_know_are_gone_on_from(sealed, head):
    sealed.append([event(), event()], head)
    _, later = sealed.append([event()], head)
    assert later.number == 13
    assert faults(sealed, later) == []


def test_after_a_cut_the_log_goes_on_and_the_cut_stays_visible(file, sealed, head):
    put(file, raws(file)[:6])
    _, later = sealed.append([event()], head)
    assert later.number == 11
    assert faults(sealed, later) == [(AuditFault.REMOVED, 7, 10)]


def test_a_torn_line_does_not_hide_a_cut(file, sealed, head):
    lines = raws(file)
    put(file, [*lines[:8], lines[8][:30]])
    assert faults(sealed, head) == [(AuditFault.CUT, 9, 10)]


def test_what_is_too_old_goes_and_the_rest_still_proves_itself(sealed, head):
    sealed.prune(4 * DAY, 100 * DAY)
    report = sealed.check(head)
    assert not report.findings
    assert [line.number for line in report.lines] == list(range(5, 11))
    sealed.prune(4 * DAY, 100 * DAY)
    sealed.prune(6 * DAY, 100 * DAY)
    _, later = sealed.append([event(11 * DAY)], head)
    assert [line.number for line in sealed.check(later).lines] == list(range(7, 12))
    assert faults(sealed, later) == []


def test_a_log_that_is_all_too_old_goes_on_where_it_was(sealed, head):
    sealed.prune(100 * DAY, 100 * DAY)
    assert sealed.check(head).lines == ()
    assert faults(sealed, head) == []
    _, later = sealed.append([event()], head)
    assert later.number == 11
    assert faults(sealed, later) == []


def test_lines_cut_off_the_beginning_are_not_taken_for_pruned(file, sealed, head):
    put(file, raws(file)[4:])
    assert faults(sealed, head) == [(AuditFault.REMOVED, 1, 4)]


def test_after_the_pruning_a_removed_line_is_still_named(file, sealed, head):
    sealed.prune(4 * DAY, 100 * DAY)
    lines = raws(file)
    put(file, [lines[0], *lines[2:]])
    assert faults(sealed, head) == [(AuditFault.REMOVED, 5, 5)]


def test_an_anchor_without_its_seal_is_none(file, sealed, head):
    sealed.prune(4 * DAY, 100 * DAY)
    lines = raws(file)
    put(file, [lines[0].replace(b"A4", b"A6"), *lines[3:]])
    assert (AuditFault.CHANGED, 6, 6) in faults(sealed, head)


def test_an_anchor_in_the_middle_is_out_of_place(file, sealed, head):
    before = raws(file)
    sealed.prune(4 * DAY, 100 * DAY)
    put(file, [*before[:4], raws(file)[0], *before[4:]])
    assert faults(sealed, head) == [(AuditFault.MOVED, 4, 4)]


@pytest.mark.usefixtures("head")
def test_nothing_is_pruned_from_a_log_in_which_something_is_wrong(file, sealed):
    put(file, raws(file)[:5] + raws(file)[6:])
    before = file.read_bytes()
    sealed.prune(100 * DAY, 100 * DAY)
    assert file.read_bytes() == before
    put(file, [b"garbage\n"])
    sealed.prune(100 * DAY, 100 * DAY)
    assert file.read_bytes() == b"garbage\n"


@pytest.mark.usefixtures("head")
def test_another_key_opens_nothing(file):
    assert not SealedLog(file, OTHER).check(None).lines
    assert AuditFinding(AuditFault.CHANGED, 1, 1) in SealedLog(file, OTHER).check(None).findings


def test_a_disk_that_takes_nothing_is_said(tmp_path):
    (tmp_path / "audit").write_text("no folder")
    with pytest.raises(StorageError):
        SealedLog(tmp_path / "audit" / "keyring.log", KEY).append([event()], Head())


@pytest.mark.parametrize("raw", [b"", b"0 QQ==", b"-1 QQ==", b"1", b"1 ", b"1 *", b"1 Q", b"x 1"])
def test_what_is_no_line_is_refused(raw):
    with pytest.raises(ValueError):  # noqa: PT011 - it bears no text
        parse(raw)


@pytest.mark.parametrize("sealed_bytes", [b"", b"1" * 12, b"1" * 40])
def test_what_was_not_sealed_with_this_key_is_refused(sealed_bytes):
    with pytest.raises(ValueError):  # noqa: PT011 - it bears no text
        unseal(KEY, RawLine(1, is_anchor=False, sealed=sealed_bytes))


def test_the_hash_is_over_the_line_as_it_is_exported():
    line = AuditLine(3, 5, "signed_in", 1001, None, "", "aa")
    expected = (
        b'{"at_ms":5,"consultation_id":null,"detail":"","event":"signed_in",'
        b'"member_id":1001,"number":3,"previous":"aa"}'
    )
    assert to_json(line) == expected


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file whose reading hangs: a FIFO")
def test_a_pipe_in_its_place_is_not_waited_for(sealed, file):
    file.parent.mkdir()
    os.mkfifo(file)
    with pytest.raises(StorageError):
        sealed.check(Head())
    with pytest.raises(StorageError):
        sealed.append([event()], Head())


@pytest.mark.usefixtures("head")
def test_a_file_of_another_user_is_replaced_by_a_copy_and_the_chain_goes_on(
    file, sealed, head, monkeypatch
):
    """As after a run by ``sudo``; root itself is refused nothing, so the refusal is played."""
    before, theirs, really = file.read_bytes(), file.stat().st_ino, os.access

    def may(path, mode):
        return Path(path).stat().st_ino != theirs and really(path, mode)

    monkeypatch.setattr(os, "access", may)
    head = sealed.append([event(11 * DAY)], head)[1]
    assert file.stat().st_ino != theirs
    assert file.read_bytes().startswith(before)
    assert (head.number, sealed.check(head).findings) == (11, ())
