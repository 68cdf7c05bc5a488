"""The index proposes whatever is shown to hold the words, and a vault's old one is moved over."""

import functools
from dataclasses import dataclass, replace

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.archive import ROOM, make_arrived
from tests.vault.indexed import all_indexed_pairs, index_as_before, indexed_pairs
from tests.vault.people import KEY, consultation, copy_of, furnish, furnished_vault
from workstation.domain.changes import Listed, Place
from workstation.domain.matching import has_words, split_words
from workstation.domain.message_search import MessageFilter
from workstation.vault.archive.ingest import ingest
from workstation.vault.engine.opening import open_database, open_memory
from workstation.vault.lists import consultations, timelines
from workstation.vault.removal import patient_data
from workstation.vault.schema.migrations import STEPS, migrate
from workstation.vault.schema.unread_counts import UNREAD_COUNTS
from workstation.vault.search import message_index, search
from workstation.vault.search.character_pairs import pairs
from workstation.vault.search.filtered_search import search_filtered

OTHER_ROOM = ROOM + 1
BEFORE, SINGLE = 16, 17
"""The last versions with the larger index, and with one entry for each message."""


def with_counts(connection: apsw.Connection) -> None:
    """Also the counts of a later version, without which today's program takes no message in."""
    STEPS[BEFORE - 1](connection)
    connection.execute(UNREAD_COUNTS)


VERSIONS = (*STEPS[: BEFORE - 1], with_counts, *STEPS[BEFORE : SINGLE + 1])

TABLES = ("message_index_before", "message_index_single")

EVERYTHING = 1_000_000
TEXTS = st.text('皮疹a1,，ß \u180e\u0301\n。😷ﬁ"*', max_size=10)


@dataclass(frozen=True)
class Said:
    """Something that is said, or said of something earlier."""

    text: str
    of: int
    retracts: bool
    amends: bool

    def arrived(self, number: int) -> object:
        about = f"m{self.of % number}" if self.amends and number else ""
        if about and self.retracts:
            return make_arrived("", origin_id=f"m{number}", retracts=about)
        return make_arrived(self.text, origin_id=f"m{number}", at_ms=number, replaces=about)


SAID = st.builds(Said, TEXTS, st.integers(0, 5), st.booleans(), st.booleans())


def scanned(database, words):
    """What a look at every line finds."""
    lines = timelines.newest(database, ROOM, EVERYTHING).messages
    return sorted(each.key for each in lines if words and has_words(each.written, words))


def check(database, query):
    """Every way of searching finds what a look at every line finds."""
    words = split_words(query)
    ways = [search.search_all(database, query), search.search_conversation(database, ROOM, query)]
    if words:
        ways.append(search_filtered(database, MessageFilter(words=words)))
    for hits in ways:
        assert sorted(each.key for each in hits) == scanned(database, words)


@functools.cache
def _old():
    connection = open_memory()
    migrate(connection, VERSIONS[:BEFORE])
    furnish(connection)
    return connection


def old_vault():
    """One of a program before, with this doctor and that one consultation."""
    return copy_of(_old())


def take_over(database, more=(), unmoved=0):
    """Go on from version 16 to 17, where ``more`` comes and only so many wait to be moved; to 18.

    Without ``more`` the program of version 17 was never started.
    """
    index_as_before(database)
    if more:
        migrate(database, VERSIONS[:SINGLE])
        last = min(unmoved, int(database.execute("SELECT max(last) FROM index_move").get or 0))
        ingest(database, more)
        database.execute("UPDATE index_move SET last = ?", (last,))
        index_as_before(database, last)
    migrate(database, VERSIONS)
    return database


def assert_only_todays(database):
    """Nothing is left of any index before."""
    assert [indexed_pairs(database, table) for table in TABLES] == [None, None]
    assert database.execute("SELECT * FROM index_move").fetchall() == []


@given(st.lists(SAID, max_size=6), st.randoms(use_true_random=False), TEXTS)
def test_what_is_shown_is_found_in_whatever_order_it_came(spoken, chance, query):
    database = furnished_vault()
    come = [each.arrived(number) for number, each in enumerate(spoken)]
    chance.shuffle(come)
    ingest(database, come)
    check(database, query)
    database.close()


FEW_SAID = st.lists(SAID, max_size=5)


OLD_QUERIES = TEXTS.map(lambda text: text.replace("\u180e", ""))
"""What the indexes before can be asked for: they take that character for a white space."""

FAR = st.tuples(st.integers(0, 5), st.integers(1, 3))
"""How many messages the program of version 17 had not moved, and how many are moved at once."""


@given(FEW_SAID, FEW_SAID, FEW_SAID, OLD_QUERIES, FAR)
def test_nothing_is_missed_while_the_index_is_moved(old, less_old, new, query, far):
    unmoved, at_once = far
    database = old_vault()
    begin, end = len(old), len(old) + len(less_old)
    ingest(database, [each.arrived(number) for number, each in enumerate(old)])
    take_over(database, [each.arrived(n) for n, each in enumerate(less_old, begin)], unmoved)
    check(database, query)
    ingest(database, [each.arrived(number) for number, each in enumerate(new, end)])
    for _ in range(EVERYTHING):
        check(database, query)
        if not message_index.move(database, at_once):
            break
    assert_only_todays(database)
    check(database, query)
    database.close()


@given(st.lists(st.tuples(SAID, st.booleans()), max_size=12), st.booleans(), TEXTS)
def test_what_another_conversation_says_is_found_once_one_is_forgotten(spoken, at_once, query):
    database = furnished_vault()
    consultations.put(database, Listed(consultation(OTHER_ROOM), Place.IN_PROCESS))
    come = [
        replace(each.arrived(number), consultation_id=OTHER_ROOM if elsewhere else ROOM)
        for number, (each, elsewhere) in enumerate(spoken)
    ]
    for batch in [come] if at_once else [[each] for each in come]:
        ingest(database, batch)
    consultations.forget(database, [OTHER_ROOM])
    check(database, query)
    while message_index.merge(database, 1, begins=True):
        check(database, query)
    texts = database.execute("SELECT text FROM message WHERE NOT retracts").fetchall()
    message_index.compact(database)
    assert indexed_pairs(database) == {pair for (text,) in texts for pair in pairs(text)}
    database.close()


def filled(database):
    """Two conversations that share some of their words, one of them with a correction."""
    consultations.put(database, Listed(consultation(OTHER_ROOM), Place.IN_PROCESS))
    ingest(
        database,
        [
            make_arrived("手臂起疹", origin_id="m"),
            make_arrived("夜里起疹", consultation_id=OTHER_ROOM, origin_id="n"),
            make_arrived("膝盖", origin_id="fix", replaces="m"),
            make_arrived("", origin_id="none"),
        ],
    )
    return database


LEFT = {"夜里", "里起", "起疹", "疹"}


LATER = [make_arrived("咳嗽", origin_id="later"), make_arrived("咳嗽了", origin_id="later2")]
"""What a program of version 17 took in."""


@pytest.mark.parametrize("more", [(), LATER], ids=["from 16", "from 17"])
@pytest.mark.parametrize("moved", [0, 1, 2, 3, 4, 5, 9, 12])
def test_of_a_forgotten_conversation_no_pair_is_left_however_far_the_index_was_moved(moved, more):
    database = take_over(filled(old_vault()), more, 3)
    for _ in range(moved):
        message_index.move(database, 1)
    consultations.forget(database, [ROOM])
    message_index.compact(database)
    assert all_indexed_pairs(database) == LEFT
    while message_index.move(database, 1):
        pass
    assert indexed_pairs(database) == LEFT
    assert_only_todays(database)
    database.close()


def test_a_number_that_is_given_again_is_forgotten_like_any_other():
    database = take_over(filled(old_vault()), LATER, 3)
    consultations.forget(database, [ROOM])
    ingest(database, [make_arrived(f"咽痛{n}", origin_id=f"again{n}") for n in range(4)])
    assert len(search.search_conversation(database, ROOM, "咽痛")) == 4
    consultations.forget(database, [ROOM])
    message_index.compact(database)
    assert all_indexed_pairs(database) == LEFT
    database.close()


def test_a_new_vault_has_one_index(database):
    assert_only_todays(database)
    assert not message_index.move(database, 1)


def test_once_nothing_is_left_to_move_no_search_asks_for_it(database):
    asked = []
    database.trace_v2(apsw.SQLITE_TRACE_STMT, lambda event: asked.append(event["sql"]))
    for _ in range(2):
        asked.clear()
        search.search_all(database, "起疹")
        search_filtered(database, MessageFilter(words=("起疹",)))
    database.trace_v2(0, None)
    assert asked
    assert not [statement for statement in asked if "index_move" in statement]


def test_a_kill_while_the_index_is_moved_repeats_no_more_than_a_step(tmp_path):
    path = tmp_path / "vault.db"
    connection = open_database(path, KEY)
    migrate(connection, VERSIONS[:BEFORE])
    furnish(connection)
    take_over(filled(connection), LATER, 3)
    more = True
    while more:
        connection.execute("BEGIN")
        message_index.move(connection, 1)
        connection.execute("ROLLBACK")
        connection.execute("BEGIN")
        more = message_index.move(connection, 1)
        connection.execute("COMMIT")
        connection.close()
        connection = open_database(path, KEY)
        assert [each.origin_id for each in search.search_all(connection, "起疹")] == ["n"]
        assert [each.origin_id for each in search.search_all(connection, "膝盖")] == ["m"]
    assert_only_todays(connection)
    connection.close()


def test_a_purge_leaves_nothing_in_the_index_before():
    database = take_over(filled(old_vault()), LATER, 3)
    consultations.put(database, Listed(consultation(), Place.HISTORY))
    patient_data.purge(database, [ROOM])
    assert all_indexed_pairs(database) == LEFT
    database.close()


def test_a_common_character_is_found_without_the_index(database, monkeypatch):
    monkeypatch.setattr(search, "SAMPLED_ROWS", 1)
    monkeypatch.setattr(search, "_proposed", lambda *_: pytest.fail("the index was asked"))
    ingest(database, [make_arrived(f"痒 {n}", at_ms=n) for n in range(5)])
    lines = search.search_all(database, "痒", 2)
    assert [line.text for line in lines] == ["痒 4", "痒 3"]


@pytest.mark.parametrize("walked", [3, 3_000])
def test_a_rare_character_is_found_by_the_index(database, monkeypatch, walked):
    monkeypatch.setattr(search, "SAMPLED_ROWS", 3)
    monkeypatch.setattr(search, "MAX_WALKED_ROWS", walked)
    ingest(database, [make_arrived("很痒", at_ms=0)])
    ingest(database, [make_arrived(f"好 {n}", at_ms=n) for n in range(1, 5)])
    assert [line.text for line in search.search_all(database, "痒", 2)] == ["很痒"]
    assert [line.text for line in search.search_conversation(database, ROOM, "痒", 2)] == ["很痒"]
