"""``workstation --verify FILE``: whether an evidence package was changed since its export.

Exit status: 0 intact, 1 changed, 2 it cannot be verified (no package, or one made to do harm).
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from workstation.domain.evidence import PackageFinding, PackageReport, PackageVerdict
from workstation.evidence.verification import verify_package
from workstation.support.command_language import use_configured_language
from workstation.ui.kit.strings import tr
from workstation.ui.support.terminal import write_losslessly

MAX_NAME = 80
MAX_LINES = 100


def run_verify(path: Path) -> int:
    """Look at the package and print what was found; the exit status."""
    write_losslessly()
    use_configured_language()
    report = verify_package(path)
    for line in lines_of(report):
        sys.stdout.write(f"{line}\n")
    return report.verdict.value


def lines_of(report: PackageReport) -> Iterator[str]:
    """The verdict, what is wrong, and the fingerprint with what it is for."""
    verdict = report.verdict
    yield tr(f"evidence.check.verdict.{verdict.name.lower()}", count=report.count)
    for finding in report.findings[:MAX_LINES]:
        yield _line(finding)
    if len(report.findings) > MAX_LINES:
        yield f"… +{len(report.findings) - MAX_LINES}"
    if verdict is not PackageVerdict.UNUSABLE:
        yield tr("evidence.check.fingerprint", fingerprint=report.fingerprint)
        yield tr("evidence.check.compare")


def _line(finding: PackageFinding) -> str:
    what = tr(f"evidence.check.fault.{finding.fault.value}")
    if not finding.name:
        return tr("evidence.check.whole", what=what)
    return tr("evidence.check.finding", name=_plain(finding.name), what=what)


def _plain(name: str) -> str:
    """A name of a hostile archive as it may be printed: no terminal's commands, not endless."""
    plain = "".join(one if one.isprintable() else "?" for one in name)
    return plain if len(plain) <= MAX_NAME else f"{plain[:MAX_NAME]}…"
