"""The Credential Manager of a Windows of the tests, before and after an administrator's wipe."""

import configparser
from pathlib import Path

from tests.packaging.conftest import make
from tests.packaging.wine import Wine

# By target, with their user, as the program's library writes them; the last is an earlier value.
OWN = {
    "Doctor Workstation: database https://clinic.example 7": "database https://clinic.example 7",
    "Doctor Workstation: token https://clinic.example 7": "token https://clinic.example 7",
    "audit@Doctor Workstation: audit": "audit",
}
FOREIGN = {
    "Doctor Workstation": "somebody",
    "Doctor Workstation: token": "somebody",
    "git:https://example.org": "somebody",
}


class Credentials:
    """What its one user has there: entries of the program, and foreign ones with a like name."""

    def __init__(self, wine: Wine, folder: Path) -> None:
        self._wine, self._file = wine, folder / "entries.ini"
        script = Path(__file__).with_name("credentials.nsi")
        self._program = make(script, folder / "credentials.exe")
        entries = configparser.ConfigParser(delimiters=("=",))
        for number, (target, user) in enumerate({**OWN, **FOREIGN}.items()):
            entries[str(number)] = {"target": target, "user": user}
        with self._file.open("w", encoding="ascii") as file:
            entries.write(file, space_around_delimiters=False)
        assert wine.run_installer(self._program, "/WRITE") == 0

    def find_remaining(self) -> set[str]:
        """The targets of those that are there."""
        assert self._wine.run_installer(self._program) == 0
        entries = configparser.ConfigParser(delimiters=("=",))
        entries.read(self._file, encoding="ascii")
        sections = [entries[name] for name in entries.sections()]
        return {section["target"] for section in sections if section["there"] == "1"}
