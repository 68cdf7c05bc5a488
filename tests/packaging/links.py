"""A user's own folder with a link at some place of it, which an administrator is to wipe."""

from pathlib import Path

from tests.packaging.wine import Wine

# Where the link lies, seen from the user's folder.
PLACES = {
    "the folder itself": "AppData/Local/DoctorWorkstation",
    "in the middle": "AppData/Local/DoctorWorkstation/data/accounts",
    "at a leaf": "AppData/Local/DoctorWorkstation/data/accounts/1/media/x",
    "AppData\\Local": "AppData/Local",
    "AppData": "AppData",
}


class LinkedProfile:
    """The profile of the one user of a Windows; ``victim`` is what the link points at."""

    def __init__(self, wine: Wine, place: str) -> None:
        self._user = next((wine.drive / "users").glob("*/AppData")).parent
        self.victim = wine.drive / "victim"
        for name in ("DoctorWorkstation", "Local/DoctorWorkstation", "accounts", "x"):
            (self.victim / name).mkdir(parents=True, exist_ok=True)
            (self.victim / name / "of somebody else.txt").touch()
        for name in ("Temp", "Local/Temp"):  # where Windows itself writes, once AppData is a link
            (self.victim / name).mkdir(parents=True)
        link = self._user / place
        self.own = [self._user / "AppData/Local/DoctorWorkstation" / name for name in self._names()]
        for path in self.own:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("saved")
        if link.exists():
            link.rename(link.with_name("before"))
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(self.victim)
        self._before = self._content()

    @staticmethod
    def _names() -> list[str]:
        return ["vault.db", "data/vault.db", "data/accounts/1/vault.db", "logs/病.log"]

    def find_remaining(self) -> list[Path]:
        """Own files that can still be reached, those of the victim left out."""
        inside = [path for path in self.own if path.exists()]
        return [path for path in inside if not path.resolve().is_relative_to(self.victim)]

    def victim_is_whole(self) -> bool:
        """Nothing is gone; Windows itself may have put something into its AppData."""
        return self._before <= self._content()

    def _content(self) -> set[Path]:
        return set(self.victim.rglob("*"))
