"""Wrong codes are counted and slow down, whatever is done to the clock or the program."""

from pathlib import Path

import pytest

from workstation.vault.keys.try_counter import MAX_WAIT_SECONDS, NAME, TryCounter, delay


class Monotonic:
    """Seconds since the PC started."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Monotonic:
    return Monotonic()


def wrong(counter: TryCounter, times: int) -> None:
    for _ in range(times):
        counter.begin()


def test_the_first_three_are_free_then_waiting_doubles_up_to_five_minutes():
    assert [delay(count) for count in range(8)] == [0, 0, 0, 1, 2, 4, 8, 16]
    assert delay(20) == delay(10**6) == MAX_WAIT_SECONDS


def test_waiting_passes_with_the_monotonic_clock(tmp_path, clock):
    counter = TryCounter(tmp_path, clock)
    wrong(counter, 5)
    assert counter.wait_seconds() == 4
    clock.now += 3
    assert counter.wait_seconds() == 1
    clock.now += 60
    assert counter.wait_seconds() == 0


def test_a_new_start_keeps_the_count_and_waits_anew(tmp_path, clock):
    wrong(TryCounter(tmp_path, clock), 5)
    clock.now += 3
    again = TryCounter(tmp_path, clock)
    assert again.count == 5
    assert again.wait_seconds() == 4


def test_a_try_counts_before_its_code_is_looked_at(tmp_path, clock):
    TryCounter(tmp_path, clock).begin()  # and the program is killed
    assert TryCounter(tmp_path, clock).count == 1


def test_the_right_code_clears_it(tmp_path, clock):
    counter = TryCounter(tmp_path, clock)
    wrong(counter, 4)
    counter.clear()
    assert (counter.count, counter.wait_seconds()) == (0, 0)
    assert not (tmp_path / NAME).exists()


def test_a_try_that_was_not_looked_at_is_taken_back(tmp_path, clock):
    counter = TryCounter(tmp_path, clock)
    wrong(counter, 3)
    counter.take_back()
    assert TryCounter(tmp_path, clock).count == 2
    for _ in range(3):
        counter.take_back()
    assert TryCounter(tmp_path, clock).count == 0


@pytest.mark.parametrize(
    ("content", "count"), [(b"", 3), (b"x", 3), (b"-5", 0), (b"9" * 30, 10**6), (b"4\n", 4)]
)
def test_a_damaged_count_neither_frees_nor_shuts_out(tmp_path, content, count):
    (tmp_path / NAME).write_bytes(content)
    assert TryCounter(tmp_path).count == count


def test_a_disk_that_takes_nothing_counts_in_memory(tmp_path, clock, caplog):
    folder = tmp_path / "file"
    folder.write_bytes(b"")
    counter = TryCounter(Path(folder), clock)
    before = counter.count
    wrong(counter, 2)
    assert counter.count == before + 2
    assert "in memory only" in caplog.text
    counter.clear()
