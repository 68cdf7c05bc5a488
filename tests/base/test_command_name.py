"""What the program calls itself in a terminal: the command that was typed there."""

import sys

import pytest

from workstation import __version__
from workstation.base.command_name import command_name
from workstation.program.command_line import command_line_parser
from workstation.support.update_repository import run_update_repository


@pytest.fixture
def typed(monkeypatch):
    """Makes this process a frozen one that was started by a word."""

    def start(word: str) -> None:
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.setattr(sys, "argv", [word])

    return start


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("doctor-workstation", "doctor-workstation"),
        ("/usr/bin/doctor-workstation", "doctor-workstation"),
        ("/opt/doctor-workstation/current/workstation", "workstation"),
        ("workstation-console", "workstation-console"),
        ("C:\\Program Files\\Doctor Workstation\\app\\workstation-console.exe",
         "workstation-console.exe"),
        ("./workstation", "workstation"),
    ],
)  # fmt: skip
def test_an_installed_program_goes_by_the_word_that_was_typed(typed, word, name):
    typed(word)
    assert command_name() == name


def test_started_by_no_word_it_goes_by_its_file(typed, monkeypatch):
    typed("")
    monkeypatch.setattr(sys, "executable", "/opt/doctor-workstation/current/workstation")
    assert command_name() == "workstation"


def test_usage_and_refusals_name_it(typed, capsys):
    typed("/usr/bin/doctor-workstation")
    parser = command_line_parser()
    assert parser.format_usage().startswith("usage: doctor-workstation [-h]")
    with pytest.raises(SystemExit):
        parser.parse_args(["--profile"])
    assert capsys.readouterr().err.startswith("doctor-workstation: argument --profile")


def test_the_version_is_told_alike_by_every_name(typed, capsys):
    """Tools that count versions compare the whole line."""
    typed("doctor-workstation")
    with pytest.raises(SystemExit):
        command_line_parser().parse_args(["--version"])
    assert capsys.readouterr().out == f"workstation {__version__}\n"


def test_the_commands_of_a_repository_name_it(typed, capsys):
    typed("doctor-workstation")
    with pytest.raises(SystemExit):
        run_update_repository(["promote"])
    assert capsys.readouterr().err.startswith(
        "usage: doctor-workstation --update-repository promote"
    )


def test_a_checkout_goes_by_its_module():
    assert command_line_parser().format_usage().startswith("usage: python -m workstation [-h]")
