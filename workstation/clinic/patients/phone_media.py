"""What a patient's phone holds: pictures, a report, recordings of the clinic's media."""

from dataclasses import replace
from itertools import count
from typing import Final

from workstation.clinic.addresses import OWN
from workstation.clinic.im.content import SharedFile
from workstation.clinic.im.seeding import shared_file
from workstation.clinic.voices import voice_file

FIRST_NUMBER: Final = 500
REPORT_NAME: Final = "血常规报告"
SIZES: Final = ("1080x1440", "1440x1080")


class PhoneMedia:
    """Pictures of one person, each new; recordings by key."""

    def __init__(self, person: int, first: int = FIRST_NUMBER) -> None:
        self._person = person
        self._numbers = count(first)

    def address(self, scene: str) -> str:
        """The stored address of a picture not sent before."""
        number = next(self._numbers)
        size = SIZES[number % len(SIZES)]
        return f"{OWN}/media/pictures/{scene}-{self._person}-{number % 10_000}-{size}.jpg"

    def picture(self, scene: str) -> SharedFile:
        """A picture not sent before."""
        return shared_file(self.address(scene))

    def report(self) -> SharedFile:
        """A blood count that the laboratory handed out, as a PDF."""
        number, name = next(self._numbers), f"{REPORT_NAME}.pdf"
        stored = f"{OWN}/media/documents/blood-{self._person}-{number % 10_000}-{SIZES[0]}.pdf"
        return replace(shared_file(stored), name=name)

    def voice(self, key: str) -> SharedFile:
        """A recording; raises KeyError."""
        return shared_file(f"{OWN}/media/voices/{voice_file(key)}")
