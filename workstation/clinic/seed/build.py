"""Writes the seed into a fresh database, with times relative to the moment of seeding."""

from dataclasses import dataclass
from typing import Any, Final

from workstation.clinic.database import Database, texts_to_column
from workstation.clinic.seed import stories
from workstation.clinic.seed.pictures import symptom_pictures
from workstation.clinic.seed.stories import Story
from workstation.clinic.seed.talk import message_rows, voice_address

FIRST_PATIENT: Final = 3001
NEWEST_CONSULTATION: Final = 20429
MINUTE_MS: Final = 60_000
MAX_CONSULTATIONS: Final = 20_000


@dataclass(frozen=True, slots=True)
class SeedSize:
    """How many consultations a fresh folder gets; beyond the written ones they are retold."""

    in_process: int
    history: int


DEFAULT_SIZE: Final = SeedSize(24, 130)


def seed(database: Database, now_ms: int, size: SeedSize = DEFAULT_SIZE) -> None:
    """Fill a database that has no members yet; otherwise do nothing."""
    if database.row("SELECT 1 FROM members") is not None:
        return
    open_ones = stories.extend(stories.in_process(), size.in_process, 3 * stories.DAY)
    ended = stories.extend(stories.history(), size.history, stories.YEAR)
    with database.transaction():
        if database.row("SELECT 1 FROM members") is None:
            _Seeder(database, now_ms, stories.people()).run([*ended, *open_ones])


class _Seeder:
    def __init__(self, database: Database, now_ms: int, people: dict[str, Any]) -> None:
        self._database = database
        self._now_ms = now_ms
        self._people = people
        self._doctors: dict[str, int] = {
            doctor["name"]: doctor["member_id"] for doctor in people["doctors"]
        }
        self._members = dict(self._doctors)
        self._teams = {team["team_id"]: team["doctors"] for team in people["teams"]}

    def run(self, all_stories: list[Story]) -> None:
        for doctor in self._people["doctors"]:
            self._add_doctor(doctor)
        for team in self._people["teams"]:
            self._add_team(team)
        all_stories.sort(key=lambda story: -story.minutes)
        first = max(1, NEWEST_CONSULTATION - len(all_stories) + 1)
        for consultation_id, story in enumerate(all_stories, first):
            self._add_consultation(consultation_id, story)

    def _add_doctor(self, doctor: dict[str, Any]) -> None:
        self._add_member(doctor["member_id"], doctor["name"], "doctor")
        self._database.execute(
            "INSERT INTO doctors (member_id, title, hospital, department, introduction,"
            " specialties, honours) VALUES (?, ?, ?, ?, ?, ?, ?)",
            doctor["member_id"],
            doctor["title"],
            self._people["hospital"],
            doctor["department"],
            doctor["introduction"],
            texts_to_column(doctor["specialties"]),
            texts_to_column(doctor["honours"]),
        )

    def _add_team(self, team: dict[str, Any]) -> None:
        self._database.execute(
            "INSERT INTO teams (team_id, name) VALUES (?, ?)", team["team_id"], team["name"]
        )
        self._database.executemany(
            "INSERT INTO team_doctors (team_id, member_id, place) VALUES (?, ?, ?)",
            ((team["team_id"], member, place) for place, member in enumerate(team["doctors"])),
        )

    def _add_member(self, member_id: int, name: str, role: str) -> None:
        self._database.execute(
            "INSERT INTO members (member_id, name, role) VALUES (?, ?, ?)", member_id, name, role
        )

    def _patient(self, name: str) -> int:
        """The member of this name, a new account if nobody has it yet."""
        if name not in self._members:
            self._members[name] = FIRST_PATIENT + len(self._members) - len(self._doctors)
            self._add_member(self._members[name], name, "patient")
        return self._members[name]

    def _add_consultation(self, consultation_id: int, story: Story) -> None:
        target = self._patient(story.about)
        images = symptom_pictures(consultation_id, target, story)
        self._database.execute(
            "INSERT INTO consultations (consultation_id, status, creator_member_id,"
            " target_member_id, team_id, symptom_content, symptom_type, images, created, ended)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            consultation_id,
            story.status or ("in_process" if story.lasted is None else "finished"),
            self._patient(story.by),
            target,
            story.team,
            voice_address(story.voice) if story.voice else story.text,
            story.kind,
            texts_to_column(images),
            self._at(story.minutes),
            None if story.lasted is None else self._at(story.minutes - story.lasted),
        )
        self._add_people_and_talk(consultation_id, target, story)

    def _add_people_and_talk(self, consultation_id: int, target: int, story: Story) -> None:
        self._database.executemany(
            "INSERT INTO consultation_doctors (consultation_id, member_id, place) VALUES (?, ?, ?)",
            (
                (consultation_id, member, place)
                for place, member in enumerate(self._teams[story.team])
            ),
        )
        self._database.executemany(
            "INSERT INTO messages (consultation_id, sender_member_id, kind, text, media_url, at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            message_rows(consultation_id, target, story, self._patient, self._at),
        )

    def _at(self, minutes: int) -> int:
        """Epoch ms that many minutes before the seeding, not all on the same second."""
        return self._now_ms - minutes * MINUTE_MS + minutes * 7919 % 50_000
