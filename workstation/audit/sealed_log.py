"""The file of the audit log: appended to and synced, pruned from its start, checked line by line.

Invariant: a line that ``append`` returned from is on the disk, and a crash at any moment leaves
whole lines and at most one torn one behind them, without its line end. A torn line was never
acknowledged; it is dropped before the next one is written. A line that somebody cut away is told
apart from that by the ``Head``, which is kept elsewhere (``services/audit``): it says how many
lines there were and what the last one's hash was. The file may be ahead of the head, by what was
written before a crash, and is never behind it. Tests: tests/audit/test_sealed_log.py.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from workstation.audit.line import ANCHOR_EVENT, digest, parse, seal, unseal
from workstation.base import held_files
from workstation.base.atomic_write import sync_folder, write_atomically
from workstation.base.clock import DAY_MS
from workstation.base.paths import make_folder, storage_error
from workstation.domain.audit import AuditFault, AuditFinding, AuditLine, AuditReport
from workstation.domain.value import Value

TAIL_BYTES = 16 * 1024
"""More than a line can have: number, hash, and a detail of 200 characters."""


class Head(Value):
    """The number and the hash of the last line that is known to have been written."""

    number: int = 0
    digest: str = ""


class SealedLog:
    """One audit log; all calls block and belong in a thread."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key

    def append(self, lines: Sequence[AuditLine], head: Head) -> tuple[tuple[AuditLine, ...], Head]:
        """Write lines behind the last one, whose number and hash they get; synced to the disk.

        A log that lost its tail is continued where ``head`` was, so that the loss stays visible.
        Raises ``StorageError``; then none of them need be there.
        """
        head = self._recover(head)
        chained = []
        for line in lines:
            chained.append(replace(line, number=head.number + 1, previous=head.digest))
            head = Head(head.number + 1, digest(chained[-1]))
        content = b"".join(seal(self._key, line) for line in chained)
        try:
            make_folder(self._path.parent)
            is_new = not self._path.exists()
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | _BINARY, 0o600)
            with held_files.file_of(handle, "ab") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if is_new:
                sync_folder(self._path.parent)
        except OSError as error:
            raise storage_error(error, self._path.parent) from None
        return tuple(chained), head

    def check(self, head: Head | None) -> AuditReport:
        """Every line that opens, and what is wrong with the log. Raises ``StorageError``.

        Without a head a tail that was cut away cannot be noticed.
        """
        verification = _ChainWalk(self._key)
        for raw in self._read().split(b"\n")[:-1]:
            verification.take(raw)
        return verification.report(head or Head())

    def prune(self, before_ms: int, now_ms: int) -> None:
        """Drop the lines from before a moment, an anchor in their place. Raises ``StorageError``.

        A line of a time to come, of a clock that ran ahead, is at most as late as the next one.
        Nothing is dropped from a log in which something is wrong: it is evidence.
        """
        content = self._read()
        raws = content[: content.rfind(b"\n") + 1].split(b"\n")[:-1]
        try:
            lines = [unseal(self._key, parse(raw)) for raw in raws]
        except ValueError:
            return
        times = _plausible_times(lines, now_ms)
        count = next((n for n, at_ms in enumerate(times) if at_ms >= before_ms), len(lines))
        dropped = [line for line in lines[:count] if line.event != ANCHOR_EVENT]
        if not dropped or self.check(None).findings:
            return
        last = dropped[-1]
        anchor = AuditLine(last.number, last.at_ms, ANCHOR_EVENT, None, None, "", digest(last))
        remaining = b"".join(raw + b"\n" for raw in raws[count:])
        write_atomically(self._path, seal(self._key, anchor) + remaining)
        try:
            # Else a power loss brings the old file back, without what is appended from now on.
            sync_folder(self._path.parent)
        except OSError as error:
            raise storage_error(error, self._path.parent) from None

    def _read(self) -> bytes:
        try:
            return held_files.read_whole(self._path)
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise storage_error(error, self._path.parent) from None

    def _recover(self, head: Head) -> Head:
        """Where the log goes on; a line that a crash tore is taken off."""
        try:
            if held_files.is_of_another(self._path):
                self._make_own()
            with held_files.open_ordinary(self._path, "r+b") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - TAIL_BYTES))
                tail = file.read()
                whole = tail[: tail.rfind(b"\n") + 1]
                if torn := len(tail) - len(whole):
                    file.truncate(size - torn)
        except FileNotFoundError:
            return head
        except OSError as error:
            raise storage_error(error, self._path.parent) from None
        try:
            last = unseal(self._key, parse(whole.split(b"\n")[-2]))
        except (ValueError, IndexError):
            return head
        is_anchor = last.event == ANCHOR_EVENT
        at_end = Head(last.number, last.previous if is_anchor else digest(last))
        return at_end if at_end.number > head.number else head

    def _make_own(self) -> None:
        """Put a copy in the place of a file that is somebody else's, as after a run by ``sudo``.

        Else no line was written any more, and nobody told. Raises OSError and ``StorageError``.
        """
        write_atomically(self._path, held_files.read_whole(self._path))
        sync_folder(self._path.parent)


class _ChainWalk:
    """Takes the lines of a file one after the other."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._lines: list[AuditLine] = []
        self._findings: list[AuditFinding] = []
        self._digests: dict[int, str] = {}
        self._next, self._previous = 1, ""
        self._is_first, self._follows = True, True

    def take(self, raw: bytes) -> None:
        first, self._is_first = self._is_first, False
        try:
            parsed = parse(raw)
        except ValueError:
            self._find(AuditFault.CHANGED, self._next)
            self._go_on(self._next, None)
            return
        try:
            line = unseal(self._key, parsed)
        except ValueError:
            self._find(AuditFault.CHANGED, parsed.number)
            self._go_on(parsed.number, None)
            return
        if parsed.is_anchor:
            if first:
                self._go_on(line.number, line.previous)
            else:
                self._find(AuditFault.MOVED, line.number)
            return
        self._take_line(line)

    def report(self, head: Head) -> AuditReport:
        if head.number >= self._next:
            self._find(AuditFault.CUT, self._next, head.number)
        elif self._digests.get(head.number, head.digest) != head.digest:
            self._find(AuditFault.CHANGED, head.number)
        moved = {each.number for each in self._findings if each.fault is AuditFault.MOVED}
        findings = [
            each
            for each in self._findings
            if each.fault is not AuditFault.REMOVED or not _all_in(each, moved)
        ]
        return AuditReport(tuple(self._lines), tuple(findings))

    def _take_line(self, line: AuditLine) -> None:
        self._lines.append(line)
        if line.number < self._next:
            self._find(AuditFault.MOVED, line.number)
            return
        if line.number > self._next:
            self._find(AuditFault.REMOVED, self._next, line.number - 1)
        elif self._follows and line.previous != self._previous:
            self._find(AuditFault.CHANGED, line.number)
        self._go_on(line.number, digest(line))

    def _go_on(self, number: int, hashed: str | None) -> None:
        """Go on after line ``number``; the hash of one that does not open is not known."""
        self._next, self._follows = max(self._next, number + 1), hashed is not None
        if hashed is not None:
            self._previous = self._digests[number] = hashed

    def _find(self, fault: AuditFault, number: int, until: int = 0) -> None:
        self._findings.append(AuditFinding(fault, number, max(until, number)))


def _plausible_times(lines: Sequence[AuditLine], now_ms: int) -> list[int]:
    """The times at which each line was written at the latest; a day ahead is a wrong clock."""
    times, latest = [], now_ms
    for line in reversed(lines):
        if line.at_ms <= now_ms + DAY_MS:
            latest = line.at_ms
        times.append(latest)
    return times[::-1]


def _all_in(finding: AuditFinding, numbers: set[int]) -> bool:
    return all(number in numbers for number in range(finding.number, finding.until + 1))


_BINARY = getattr(os, "O_BINARY", 0)
