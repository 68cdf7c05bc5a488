"""The manual page says what the command line takes."""

from tests.packaging.conftest import INSTALLER
from workstation.program.command_line import command_line_parser


def test_the_manual_names_every_option() -> None:
    manual = (INSTALLER / "linux/doctor-workstation.1").read_text().replace("\\-", "-")
    options = {
        option for action in command_line_parser()._actions for option in action.option_strings
    }
    assert len(options) > 6
    assert not {name for name in options - {"-h", "--help"} if name not in manual}
