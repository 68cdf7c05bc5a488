"""The report on the connection as plain text for whoever looks after the computers.

It holds addresses of servers, times and our own codes. Names, numbers of people and consultations,
texts of servers, tokens and passwords are no part of what it is made from
(``test_nothing_secret_is_copied``).
"""

from collections.abc import Iterator

from workstation.base.log import plain_detail
from workstation.domain.connection_report import ConnectionReport
from workstation.ui.connection.words import HopLine, ReportWords
from workstation.ui.kit.strings import error_text, formats, tr

MAX_BYTES = 1_700
"""What a QR code holds that a phone still reads from a screen (version 30 of 40)."""


def plain_report(report: ConnectionReport, version: str, system: str) -> str:
    """The report for IT in the current language, as it is copied and as the code holds it.

    ``version`` is the program's, ``system`` names the computer's system and nothing else of it. At
    most ``MAX_BYTES`` in UTF-8: of a long list of servers the last ones are left out.
    """
    lines = [tr("connection.report.head", version=version, system=system), *_lines(report)]
    while len("\n".join(lines).encode()) > MAX_BYTES:
        lines.pop()
    return "\n".join(lines)


def spoken_report(report: ConnectionReport) -> str:
    """The report in one sentence, from how things stand on, for a screen reader."""
    _, *lines = _lines(report)
    return tr("widgets.breath").join(lines)


def _lines(report: ConnectionReport) -> Iterator[str]:
    words = ReportWords(report)
    moment = formats.local(report.now_ms)
    yield tr("connection.report.at", time=f"{moment:%Y-%m-%d %H:%M:%S %z}")
    yield words.heading()
    yield _line(tr("connection.hop.platform"), report.platform)
    for fact in words.facts():
        yield _line(fact.name, fact.value)
    for hop in words.platform_hops():
        yield _line(hop.name, _with_code(hop))
    if at_server := words.at_server():
        yield at_server
    for hop in words.server_hops():
        yield _line(hop.name, _with_code(hop))
    yield from words.other_servers()


def _line(name: str, value: str) -> str:
    return tr("connection.report.line", name=name, value=value)


def _with_code(line: HopLine) -> str:
    """The words of a hop, and the code by which an administrator finds its error."""
    if line.error is None:
        return line.text
    parts = error_text(line.error).code, line.error.call, plain_detail(line.error)
    code = " ".join(part for part in parts if part)
    return tr("connection.report.code", text=line.text, code=code)
