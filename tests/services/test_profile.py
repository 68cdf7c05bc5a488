"""Saving the doctor's page never overwrites what somebody else wrote meanwhile."""

import contextlib
import itertools
from dataclasses import dataclass, field, replace

import pytest

from workstation.domain.errors import (
    ConnectionDropped,
    DeadlineExceeded,
    InputError,
    MalformedAnswer,
    NetworkError,
    ServerFault,
    Unreachable,
    WorkstationError,
)
from workstation.domain.profile import Profile
from workstation.services.profile import Conflict, ProfileService, Saved, tidy
from workstation.ui.kit.strings import error_text

PAGE = Profile(1001, "林若川", "主任医师", specialties=("湿疹",), honours=("教学奖",))
EDITED = replace(PAGE, introduction="从事儿科临床工作 18 年。")

MAX_CALLS = 20


@dataclass
class Platform:
    """The platform's page, which the last writer wins; may lose an answer or a write."""

    page: Profile
    lost: list[str] = field(default_factory=list)
    writes: int = 0

    async def detail(self) -> Profile:
        return self.page

    async def save(self, profile: Profile) -> None:
        self.writes += 1
        loss = self.lost.pop() if self.lost else ""
        if loss == "unsent":
            raise Unreachable
        if loss != "write":
            self.page = profile
        if loss:
            raise ConnectionDropped


async def test_an_edit_of_the_current_page_is_saved():
    platform = Platform(PAGE)
    assert await ProfileService(platform).save(PAGE, EDITED) == Saved(EDITED)
    assert platform.page == EDITED


async def test_a_page_changed_meanwhile_is_shown_and_not_overwritten():
    theirs = replace(PAGE, title="教授")
    platform = Platform(theirs)
    assert await ProfileService(platform).save(PAGE, EDITED) == Conflict(theirs)
    assert platform.page == theirs
    assert platform.writes == 0


async def test_after_a_conflict_the_doctor_can_decide_for_the_own_copy():
    theirs = replace(PAGE, title="教授")
    platform = Platform(theirs)
    assert await ProfileService(platform).save(theirs, EDITED) == Saved(EDITED)


async def test_a_lost_answer_is_looked_up_and_the_write_not_repeated():
    platform = Platform(PAGE, lost=["answer"])
    assert await ProfileService(platform).save(PAGE, EDITED) == Saved(EDITED)
    assert platform.writes == 1


@pytest.mark.parametrize("error", [DeadlineExceeded, MalformedAnswer, ServerFault])
async def test_a_write_that_was_carried_out_is_saved_whatever_became_of_its_answer(
    error: type[WorkstationError], monkeypatch
):
    platform = Platform(PAGE)

    async def save(profile: Profile) -> None:
        platform.page = profile
        raise error

    monkeypatch.setattr(platform, "save", save)
    assert await ProfileService(platform).save(PAGE, EDITED) == Saved(EDITED)


@pytest.mark.parametrize(("loss", "error"), [("write", ConnectionDropped), ("unsent", Unreachable)])
async def test_a_lost_write_is_said(loss: str, error: type[NetworkError]):
    platform = Platform(PAGE, lost=[loss])
    with pytest.raises(error):
        await ProfileService(platform).save(PAGE, EDITED)
    assert platform.page == PAGE


async def test_what_was_written_is_saved_though_it_cannot_be_read_again(monkeypatch):
    platform = Platform(PAGE)
    read = [PAGE]

    async def once() -> Profile:
        if not read:
            raise Unreachable
        return read.pop()

    monkeypatch.setattr(platform, "detail", once)
    service = ProfileService(platform)
    assert await service.save(PAGE, EDITED) == Saved(EDITED)
    assert await service.read_back(EDITED) == EDITED
    assert platform.page == EDITED


async def test_saving_what_is_there_already_writes_nothing():
    platform = Platform(EDITED)
    assert await ProfileService(platform).save(PAGE, EDITED) == Saved(EDITED)
    assert platform.writes == 0


@pytest.mark.parametrize(
    ("change", "field_name", "reason"),
    [
        ({"name": "  "}, "name", "empty"),
        ({"introduction": "长" * 1001}, "introduction", "too_long"),
        ({"specialties": ("湿疹", "湿疹")}, "specialties", "duplicate"),
        ({"specialties": ("",)}, "specialties", "empty"),
        ({"specialties": tuple(map(str, range(21)))}, "specialties", "too_many"),
        ({"honours": ("奖" * 101,)}, "honours", "too_long"),
    ],
)
async def test_what_cannot_be_saved_is_refused_with_its_field(change, field_name, reason):
    with pytest.raises(InputError) as refusal:
        await ProfileService(Platform(PAGE)).save(PAGE, replace(PAGE, **change))
    assert (refusal.value.field, refusal.value.reason) == (field_name, reason)


async def test_what_the_platform_has_written_otherwise_does_not_keep_the_rest_from_being_saved():
    """Its limits are its own: another program may have written more than this one lets write."""
    long = replace(
        PAGE, name="", introduction="长" * 1_500, honours=("奖" * 150, "奖" * 150, "教学奖")
    )
    edited = replace(long, title="教授", honours=("奖" * 150, "奖" * 150, "新荣誉"))
    assert await ProfileService(Platform(long)).save(long, edited) == Saved(edited)
    with pytest.raises(InputError, match="honours"):
        await ProfileService(Platform(long)).save(long, replace(long, honours=("誉" * 150,)))


def test_tidying_drops_spaces_and_empty_entries():
    untidy = replace(PAGE, name=" 林若川 ", honours=(" 教学奖 ", "  "))
    assert tidy(untidy) == PAGE


@pytest.mark.parametrize("answered", [False, True], ids=["not carried out", "answer lost"])
@pytest.mark.parametrize("error", [Unreachable, ConnectionDropped, DeadlineExceeded, ServerFault])
async def test_whichever_call_fails_a_page_is_saved_once_or_a_sentence_says_why_not(
    error: type[WorkstationError], answered: bool, monkeypatch: pytest.MonkeyPatch
):
    assert error_text(error()).next
    for failing in range(MAX_CALLS):
        platform, calls = Platform(PAGE), itertools.count()
        with monkeypatch.context() as patch:
            fault = _failing_once(calls, failing, error, answered=answered)
            patch.setattr(platform, "detail", fault(platform.detail))
            patch.setattr(platform, "save", fault(platform.save))
            service = ProfileService(platform)
            with contextlib.suppress(error):
                assert await service.save(PAGE, EDITED) == Saved(EDITED), failing
                assert platform.page == EDITED, failing
        assert await service.save(PAGE, EDITED) == Saved(EDITED), failing
        assert platform.page == EDITED
        assert platform.writes == 1, failing
        if next(calls) <= failing:
            break
    assert failing == 2


def _failing_once(calls, failing, error, *, answered):
    """Of all calls the one numbered ``failing`` fails, before or after it is carried out."""

    def watch(call):
        async def watched(*arguments):
            fails = next(calls) == failing
            if fails and not answered:
                raise error
            result = await call(*arguments)
            if fails:
                raise error
            return result

        return watched

    return watch
