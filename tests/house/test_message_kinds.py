"""A kind of message that is added without its entries is refused by mypy and at import."""

import dataclasses
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT
from workstation.domain.message import MessageKind
from workstation.domain.message_kinds import ByKind

ADDED = 'FILE = "file"\n'


def test_every_kind_has_a_field_and_every_field_a_kind() -> None:
    assert {field.name for field in dataclasses.fields(ByKind)} == {
        kind.value for kind in MessageKind
    }
    table = ByKind(text="text", image="image", voice="voice", file="file")
    assert [table.of(kind) for kind in MessageKind] == [kind.value for kind in MessageKind]


def test_a_table_that_misses_an_entry_is_refused_at_import() -> None:
    with pytest.raises(TypeError, match="file"):
        ByKind(text="", image="", voice="")  # type: ignore[call-arg]


def test_a_kind_without_entries_does_not_pass_mypy(tmp_path: Path) -> None:
    """In a copy of the domain with one kind more."""
    domain = tmp_path / "workstation/domain"
    shutil.copytree(ROOT / "workstation/domain", domain)
    (tmp_path / "workstation/__init__.py").touch()
    message = domain / "message.py"
    source = message.read_text()
    assert ADDED in source
    message.write_text(source.replace(ADDED, f'{ADDED}    STICKER = "sticker"\n'))
    result = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary",
         f"--cache-dir={tmp_path / 'cache'}", "workstation/domain/message_kinds.py"],
        cwd=tmp_path, check=False, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    complaints = [line for line in result.stdout.splitlines() if "message_kinds.py" in line]
    assert len(complaints) == 1, result.stdout
    assert "assert_never" in complaints[0]
