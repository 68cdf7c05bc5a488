"""What a newer change puts out of date is not said any more, and what failed is not waited for."""

import pytest

from tests.fakes.own_messages import correct, echo, line, rows, write
from workstation.domain.message import Amending, Delivery
from workstation.vault.unsent import failures, outbox


def test_a_refused_correction_that_a_newer_one_follows_is_not_said_any_more(database):
    echo(database)
    correct(database, "1 mg", new_id="c1")
    outbox.mark_sending(database, "c1")
    correct(database, "2 mg", new_id="c2")
    (changed,) = failures.fail(database, "c1", "forbidden").messages
    assert rows(database) == [("c2", "2 mg", "queued")]
    assert (changed.text, changed.delivery) == ("2 mg", Delivery.QUEUED)


def test_a_correction_that_a_newer_one_overtook_is_never_said_behind_it(database):
    echo(database)
    correct(database, "1 mg", new_id="c1")
    outbox.mark_sending(database, "c1")
    correct(database, "2 mg", new_id="c2")
    outbox.mark_sending(database, "c2")
    echo(database, "c2", "2 mg", "a2", replaces="m")
    assert rows(database) == []
    assert line(database).text == "2 mg"


def test_a_correction_that_is_confirmed_leaves_newer_ones_waiting(database):
    echo(database)
    correct(database, "1 mg", new_id="c1")
    outbox.mark_sending(database, "c1")
    correct(database, "2 mg", new_id="c2")
    echo(database, "c1", "1 mg", "a2", replaces="m")
    assert rows(database) == [("c2", "2 mg", "queued")]


@pytest.mark.parametrize("failure", ["forbidden", failures.POISON])
def test_what_was_corrected_and_then_failed_stands_in_its_new_words(database, failure):
    write(database)
    outbox.mark_sending(database, "m")
    correct(database, "0.5 mg")
    changes = failures.fail(database, "m", failure)
    assert rows(database) == [("c", "0.5 mg", "failed")], "no change waits for what never comes"
    assert [gone.key for gone in changes.removed] == ["om"]
    (changed,) = changes.messages
    assert (changed.key, changed.failure, changed.amending) == ("oc", failure, Amending.NOTHING)
    failures.retry(database, "c")
    assert rows(database) == [("c", "0.5 mg", "queued")]
