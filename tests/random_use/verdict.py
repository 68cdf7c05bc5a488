"""Whether anything was lost: the journal of a day held against what the disks have in the end."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.random_use import form_verdict, journal, order, tokens, vaults
from tests.random_use.files import judge_exports
from tests.random_use.surroundings import Place


@dataclass
class Verdict:
    """``wrong`` is what broke a promise; ``ends`` counts where answers and questions are."""

    wrong: list[str]
    ends: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    worst: dict[str, float] = field(default_factory=dict)


def judge(place: Place, wrong: list[str]) -> Verdict:
    """Read the disks of a day that has ended."""
    entries = journal.read(place.journal)
    keys = {bytes.fromhex(what["key"]) for kind, what in entries if kind == "key"}
    archive = vaults.read_archive(place.clinic_data)
    stored = vaults.read_vaults(place.profile, keys)
    judging = Judging(
        entries,
        stored,
        archive,
        Verdict([*wrong, *_readable(place), *judge_exports(place)]),
        form_verdict.places_of_words(stored, archive, place.clinic_data),
    )
    judging.judge()
    return judging.verdict


def _readable(place: Place) -> list[str]:
    """Files of the program in which somebody's words stand in the clear."""
    files = (
        each
        for folder in (place.profile, place.temporary)
        for each in folder.rglob("*")
        if each.is_file()
    )
    return [
        f"{len(words)} words can be read in {each.relative_to(place.folder)}"
        for each in files
        if (words := tokens.in_bytes(each.read_bytes()))
    ]


class Judging:
    """The rules, one method each."""

    def __init__(
        self,
        entries: list[journal.JournalEntry],
        stored: list[vaults.StoredVault],
        archive: list[vaults.Stanza],
        verdict: Verdict,
        words: dict[str, set[form_verdict.Where]],
    ) -> None:
        self._entries, self._vaults, self._archive = entries, stored, archive
        self.verdict, self._words = verdict, words
        self._allowed: defaultdict[str, set[str]] = defaultdict(set)
        """By answer, the acts that may have thrown it away."""
        self._copied: set[str] = set()
        """What the doctor's hands have put into a box more than once: pasted, or undone."""

    def judge(self) -> None:
        """Everything."""
        self._read_entries()
        places = self._places_of_answers()
        for what in self._of("answered"):
            self._judge_answer(what, places[what["token"]])
        taken = {what["token"] for what in self._of("taken in")}
        for what in self._of("pasted"):
            if what["token"] in taken:
                self._judge_answer({**what, "edits": False}, places[what["token"]])
        self._judge_notes()
        self._judge_forms()
        self._judge_origins()
        self._judge_names()
        self._judge_questions()
        self._judge_stored_answers()
        self._judge_order()

    def _of(self, kind: str) -> list[dict[str, Any]]:
        return [what for each, what in self._entries if each == kind]

    def _wrong(self, text: str) -> None:
        self.verdict.wrong.append(text)

    def _read_entries(self) -> None:
        """What may be gone, and was allowed by which act."""
        rooms: dict[str, int] = {}
        for kind, what in self._entries:
            match kind:
                case "answered" | "filled" | "pasted":
                    rooms[what["token"]] = what["room"]
                case "thrown":
                    self._allow(what["answers"], what["by"])
                case "killed":
                    self._allow(what["risked"], "kill in the moment of typing")
                case "purged":
                    gone = [token for token, room in rooms.items() if room in what["rooms"]]
                    self._allow(gone, "purge")
                case "wiped":
                    noted = self._of("noted") + self._of("filled") + self._of("pasted")
                    self._allow([*rooms, *(each["token"] for each in noted)], "wipe")
        came = Counter(token for what in self._of("came") for token in what["answers"])
        self._copied = {token for token, times in came.items() if times > 1}
        self._copied.update(token for what in self._of("reworded") for token in what["answers"])
        self.verdict.acts.update(what["name"] for what in self._of("act"))
        self.verdict.wrong += [what["text"] for what in self._of("wrong")]
        self.verdict.worst = {
            name: max(what[name] for what in self._of("ended"))
            for name in {name for what in self._of("ended") for name in what}
        }

    def _allow(self, answers: Any, act: str) -> None:
        for answer in answers:
            self._allowed[answer].add(act)

    def _places_of_answers(self) -> defaultdict[str, list[tuple[str, int]]]:
        """Where each answer is: what kind of place, in which room."""
        places = defaultdict(list)
        for stanza in self._archive:
            for token in stanza.tokens:
                places[token].append(("server" if stanza.is_first else "change", stanza.room))
            for token in stanza.pictures:
                places[token].append(("server", stanza.room))
        for vault in self._vaults:
            for room, answers in vault.drafts:
                for token in answers:
                    places[token].append(("draft", room))
            for room, state, answers in vault.outbox:
                for token in answers:
                    places[token].append((f"unsent, {state}", room))
        return places

    def _judge_answer(self, what: dict[str, Any], places: list[tuple[str, int]]) -> None:
        token, room = what["token"], what["room"]
        if strange := {where for where in places if where[1] != room}:
            self._wrong(f"{token} was written in {room} and is in {strange}")
        kinds = Counter(kind for kind, _ in places if kind != "change")
        if kinds["server"] and self._rested_in_memory():
            for waits in ("unsent, queued", "unsent, sending"):
                del kinds[waits]
        if kinds.total() > 1 and token not in self._copied:
            self._wrong(f"{token} of {room} is in {dict(kinds)}, {self._history_of(token)}")
        if places:
            self.verdict.ends[places[0][0]] += 1
            return
        acts = set(self._allowed[token])
        if what["edits"]:
            acts.add("typed over a message, and not saved")
        if not what["durable"]:
            acts.add("in memory only")
        if acts:
            self.verdict.ends[f"thrown away: {' or '.join(sorted(acts))}"] += 1
        else:
            self._wrong(f"{token} of {room} is nowhere")

    def _rested_in_memory(self) -> bool:
        """Whether the last run never opened the disk's vault, to learn there what the server has.

        What was under way when the run before it ended waits there still, under its one id.
        """
        return any(not what["durable"] for what in self._of("rested"))

    def _history_of(self, token: str) -> str:
        """How often it was put into a box and corrected; the ids of what the server has."""
        kinds = ("came", "corrected", "thrown")
        counts = {kind: sum(token in what["answers"] for what in self._of(kind)) for kind in kinds}
        sent = [(each.origins, len(each.tokens)) for each in self._archive if token in each.tokens]
        return f"{counts}, sent {sent}"

    def _judge_notes(self) -> None:
        """What was noted of a patient is there once, about nobody else, unless it was thrown."""
        places = defaultdict(list)
        for vault in self._vaults:
            for subject, words in vault.notes:
                for token in words:
                    places[token].append(subject)
        for what in self._of("noted"):
            token, subject = what["token"], what["subject"]
            stored, acts = places[token], set(self._allowed[token])
            if not what["durable"]:
                acts.add("in memory only")
            if strange := set(stored) - {subject}:
                self._wrong(f"{token} was noted of {subject} and stands at {strange}")
            elif len(stored) > 1 and token not in self._copied:
                self._wrong(f"{token} of {subject} is there {len(stored)} times")
            elif not stored and not acts:
                self._wrong(f"{token} of {subject} is nowhere")
            self.verdict.ends["notes" if stored else "notes thrown away"] += 1

    def _judge_forms(self) -> None:
        """What was filled in is there, in its form and under its name, unless it was thrown."""
        for what in self._of("filled"):
            token, stored = what["token"], self._words[what["token"]]
            acts = set(self._allowed[token]) | (set() if what["durable"] else {"in memory only"})
            place = f"the {what['form']} of {what['room'] or what['doctor']}"
            strange = form_verdict.strange_places(what, stored)
            if strange and token not in self._copied:
                self._wrong(f"{token} was filled into {place} and stands in {strange}")
            elif not stored and not acts:
                self._wrong(f"{token} of {place} is nowhere")
            self.verdict.ends[f"{what['form']} {'kept' if stored else 'thrown away'}"] += 1

    def _judge_names(self) -> None:
        """No word of a patient was ever painted below another patient's name."""
        rooms = {what["token"]: what["room"] for what in self._of("asked")}
        for what in self._of("seen"):
            if what["room"] not in {None, rooms.get(what["token"])}:
                self._wrong(f"{what['token']} was painted in {what['room']}")

    def _judge_stored_answers(self) -> None:
        """What the server has of an answer, the doctor's database has once, in its room."""
        live = self._live_vault()
        if live is None:
            return
        stored = Counter((token, room) for room, _, words in live.messages for token in words)
        purged = {room for what in self._of("purged") for room in what["rooms"]}
        archived = {
            (token, each.room) for each in self._archive if each.is_first for token in each.tokens
        }
        answered = {(what["token"], what["room"]) for what in self._of("answered")}
        for token, room in archived & answered:
            is_judged = live.rooms.get(room) == "in_process" and room not in purged
            is_single = not self._allowed[token] and token not in self._copied
            if is_judged and is_single and stored[token, room] != 1:
                self._wrong(f"{token} of {room} is stored {stored[token, room]} times")

    def _judge_order(self) -> None:
        """Of what was said, of what others made of it; and that nothing froze."""
        wrong, live = self.verdict.wrong, self._live_vault()
        wrong += order.judge_typed_order(self._entries, self._archive)
        wrong += order.judge_slow(self._entries)
        if live is not None:
            wrong += order.judge_stored_order(live, self._archive)
            wrong += order.judge_elsewhere(self._entries, live, self._archive)
            wrong += order.judge_amended(self._entries, live, self._archive)

    def _judge_origins(self) -> None:
        origins = Counter((each.room, name) for each in self._archive for name in each.origins)
        for each, count in origins.items():
            if count > 1:
                self._wrong(f"{each} is there {count} times")

    def _judge_questions(self) -> None:
        """What patients wrote is in the one database of the doctor, once; read only where seen."""
        live = self._live_vault()
        if live is None:
            self.verdict.ends["questions not judged: the data were begun anew"] += 1
            return
        stored = defaultdict(list)
        for room, is_unread, words in live.messages:
            for token in words:
                stored[token].append((room, is_unread))
        archived = set().union(*(each.tokens for each in self._archive))
        asked = {
            what["token"]: what["room"]
            for what in self._of("asked")
            if what["token"] in archived  # else the server's own fault has swallowed it
        }
        seen = {what["token"] for what in self._of("seen")}
        gone = {room for what in self._of("purged") for room in what["rooms"]}
        withdrawn = {what["token"] for what in self._of("withdrawn")}  # nothing is to be read
        for token, room in asked.items():
            is_judged = token not in withdrawn and room not in gone
            if live.rooms.get(room) == "in_process" and is_judged:
                self._judge_question(token, room, stored[token], token in seen)
        for room, (summed, counted) in live.unread.items():
            if summed != counted:
                self._wrong(f"{room} says {summed} unread and has {counted}")

    def _judge_question(
        self, token: str, room: int, stored: list[tuple[int, bool]], was_seen: bool
    ) -> None:
        if [each for each, _ in stored] != [room]:
            self._wrong(f"{token} of {room} is in the store {len(stored)} times: {stored}")
        elif not stored[0][1] and not was_seen:
            self._wrong(f"{token} of {room} was never in sight and is read")
        else:
            self.verdict.ends["questions unread" if stored[0][1] else "questions read"] += 1

    def _live_vault(self) -> vaults.StoredVault | None:
        """The database of the doctor of the day, if there was only ever one."""
        moments = self._of("answered") + self._of("rested")
        if self._of("wiped") or not all(what["durable"] for what in moments):
            return None
        opened = [what["path"] for what in self._of("key")]
        mine = [vault for vault in self._vaults if opened and str(vault.path) == opened[0]]
        return mine[0] if len(mine) == 1 else None
