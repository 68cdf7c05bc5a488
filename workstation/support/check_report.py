"""The words of a check: lines for people as they come, or one JSON document at the end."""

import datetime as dt
import json
from pathlib import PureWindowsPath
from typing import Any

from workstation import __version__
from workstation.base.clock import Clock
from workstation.base.log import plain_detail
from workstation.config import BY_KEY
from workstation.domain.errors import (
    ConfigurationError,
    FolderNotWritable,
    ProxyRefused,
    TlsFailure,
    WorkstationError,
)
from workstation.domain.findings import Finding, Layer, Report, Verdict
from workstation.domain.policy_errors import PolicyUnusable
from workstation.settings.sources import SettingsSource
from workstation.ui.kit.strings import error_text, formats, tr

FORMAT = 1
_TELLING = ConfigurationError | FolderNotWritable | ProxyRefused | TlsFailure
"""Whose ``detail`` says what the sentence leaves open."""

MARKS = {
    Verdict.FINE: "✓",
    Verdict.SKIPPED: "–",
    Verdict.DEGRADED: "!",
    Verdict.UNUSABLE: "✗",
}


class TextReport:
    """The report as text: a line for each finding as it comes, and one that sums up."""

    def line(self, finding: Finding) -> str:
        """Mark, layer, what was found, and what to do unless all is well."""
        what, then = sentences(finding)
        layer = tr(f"check.layer.{finding.layer.value}")
        whole = tr("errors.joined", what=what, next=then) if then else what
        return tr("check.line", mark=MARKS[finding.verdict], layer=layer, what=whole) + "\n"

    def end(self, report: Report) -> str:
        """The line that sums up."""
        return tr(f"check.summary.{verdict_name(report)}") + "\n"


class JsonReport:
    """The report as JSON: nothing until the end, then one document (``docs/check.md``).

    ``plain`` leaves out what may name a person: details that quote a path, keys that users wrote.
    """

    def __init__(self, clock: Clock, *, plain: bool = False) -> None:
        self._clock, self._plain = clock, plain

    def line(self, _finding: Finding) -> str:
        """The line of a finding: none, as the document comes at the end."""
        return ""

    def end(self, report: Report) -> str:
        """The document with all findings."""
        moment = dt.datetime.fromtimestamp(self._clock.now_ms() // 1000, dt.UTC)
        document = {
            "format": FORMAT,
            "version": __version__,
            "checked_at": moment.isoformat().replace("+00:00", "Z"),
            "status": verdict_name(report),
            "exit": report.exit_status,
            "layers": [_entry(finding, plain=self._plain) for finding in report.findings],
        }
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def sentences(finding: Finding, *, plain: bool = False) -> tuple[str, str]:
    """What was found, and what to do about it (empty when all is well)."""
    if finding.error is not None:
        text = error_text(_without_folders(finding.error) if plain else finding.error)
        telling = isinstance(finding.error, _TELLING)
        telling = telling and not isinstance(finding.error, PolicyUnusable)  # its sentence has it
        detail = _detail(finding.error, plain=plain) if telling else ""
        if finding.layer is Layer.CALLS:  # its line stands among those of the calls that work
            detail = finding.error.call
        what = tr("check.detailed", what=text.what, detail=detail) if detail else text.what
        return what, _without_code(finding) or text.next
    key = f"check.{finding.layer.value}.{finding.code}"
    if finding.verdict is Verdict.SKIPPED:
        key = f"check.skipped.{finding.code}"
    values = _values(finding, plain=plain)
    if finding.code == "bad_value":
        return _bad_value(key, values)
    what = _what(key, values)
    return what, "" if finding.verdict is Verdict.FINE else tr(f"{key}.next", **values)


def _without_code(finding: Finding) -> str:
    """The advice on a keyring where the policy lets no unlock code stand in for it."""
    if "vault_key" not in finding.values:
        return ""
    return tr("check.keyring.no_code_instead", **finding.values)


def _bad_value(key: str, values: dict[str, str | int]) -> tuple[str, str]:
    """What was written, as far as it may be repeated, and what may be, as sentences."""
    from_registry = values["source"] == SettingsSource.REGISTRY.value
    place = "check.configuration.bad_registry_value" if from_registry else key
    what = tr(f"{key}.value" if "value" in values else f"{place}.what", **values)
    if "allowed" in values:
        may_be = tr(f"{key}.allowed", **values)
    else:
        may_be = tr(f"{key}.described", help=tr(BY_KEY[str(values["setting"])].help))
    if not from_registry:
        return what, may_be
    # There it is mostly its type, and never there twice.
    return what, tr("errors.joined", what=tr(f"{place}.next"), next=may_be)


def _what(key: str, values: dict[str, str | int]) -> str:
    """The sentence of what was found; spans of time as people say them."""
    if "days" in values:  # by which a text is singular or plural
        values["count"] = values.get("hours", values["days"])
    part = "hours" if "hours" in values else "what"
    if key == "check.clock.off":
        seconds = int(values["seconds"])
        part = "what" if seconds > 0 else "behind"
        values["duration"] = formats.duration(abs(seconds) // 60)
    return tr(f"{key}.{part}", **values)


def verdict_name(report: Report) -> str:
    """``fine``, ``degraded`` or ``unusable``."""
    return Verdict(report.exit_status).name.lower()


def _values(finding: Finding, *, plain: bool) -> dict[str, str | int]:
    """The values for a sentence, without words of people: unknown keys, and folders' names."""
    values = dict(finding.values)
    if plain and "setting" in values and values["setting"] not in BY_KEY:
        values["setting"] = "-"
    if plain and "place" in values:
        values["place"] = values["source"]
        values.pop("value", None)
    return values


def _without_folders(error: WorkstationError) -> WorkstationError:
    if isinstance(error, PolicyUnusable):
        return PolicyUnusable(error.reason, PureWindowsPath(error.place).name)
    return error


def _detail(error: WorkstationError, *, plain: bool) -> str:
    return plain_detail(error) if plain else error.detail


def _entry(finding: Finding, *, plain: bool) -> dict[str, Any]:
    what, then = sentences(finding, plain=plain)
    code = finding.error.code if finding.error is not None else finding.code
    entry: dict[str, Any] = {
        "layer": finding.layer.value,
        "verdict": finding.verdict.name.lower(),
        "code": code,
        "values": _values(finding, plain=plain),
        "text": what,
        "next": then,
    }
    if finding.error is not None:
        entry["detail"] = _detail(finding.error, plain=plain)
        entry["call"] = finding.error.call
    if finding.milliseconds is not None:
        entry["milliseconds"] = finding.milliseconds
    return entry
