"""A stored form of a new consultation, as another version of the program may have written it."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from workstation.domain.consultation import NewConsultation, Symptom, SymptomKind
from workstation.domain.errors import EarlierOpeningUnread, Refused
from workstation.domain.new_consultation_form import NewConsultationDraft, PickedEntry
from workstation.services.consultation_creation import ConsultationCreator
from workstation.services.opening_draft import OpeningDraftStore
from workstation.vault import preferences
from workstation.vault.database import Vault
from workstation.vault.rescue.form_merge import OPENING

TEXT = "手臂起疹三天"
FORM = {
    "target": ["王小宝", 8],
    "creator": ["王秀英", 7],
    "team": ["皮肤科", 5],
    "for_self": False,
    "text": TEXT,
}
ATTEMPT = {
    "creator": 7,
    "target": 8,
    "team": 5,
    "symptom": ["text", TEXT, "text"],
    "images": ["u"],
    "before": [50],
}


@pytest.fixture
def vault():
    """An empty database."""
    vault = Vault.in_memory(threads=False)
    yield vault
    vault.close()


async def loaded(vault, written) -> tuple[OpeningDraftStore, NewConsultationDraft]:
    """What a sign-in has of what another version wrote."""
    await vault.write(preferences.put, OPENING, written)
    draft = NewConsultationDraft()
    store = OpeningDraftStore(vault, draft, is_durable=True)
    await store.load()
    return store, draft


def without(parts, name):
    return {key: part for key, part in parts.items() if key != name}


@pytest.mark.parametrize(
    "form",
    [
        *(without(FORM, name) for name in ("target", "creator", "team", "for_self")),
        FORM | {"target": ["王小宝", 8, "another part"], "colour": "red"},
        FORM | {"target": None, "creator": 7, "team": []},
        FORM | {"target": {"text": "王小宝", "number": 8}, "for_self": "no"},
        FORM | {"text": [TEXT]},
        FORM | {"text": {"words": TEXT, "length": 6}},
        TEXT,
    ],
)
async def test_the_words_of_a_form_of_another_version_are_there(vault, form):
    _, draft = await loaded(vault, {"form": form, "attempt": None, "new": 1})
    assert draft.form is not None
    assert draft.form.text == TEXT


@pytest.mark.parametrize("part", ["text", "another"])
async def test_whom_a_form_is_about_is_there_without_the_text(vault, part):
    stored = without(FORM, "text") | {part: None}
    _, draft = await loaded(vault, {"form": stored})
    assert draft.form is not None
    assert draft.form.target == PickedEntry("王小宝", 8)
    assert draft.form.for_self is False


@pytest.mark.parametrize(
    ("entry", "read"),
    [
        (["王小宝", "8"], PickedEntry("王小宝")),
        (["王小宝", True], PickedEntry("王小宝")),
        (["王小宝"], PickedEntry("王小宝")),
        ("王小宝", PickedEntry("王小宝")),
        ([None, 8], PickedEntry("8")),
        ({"number": 8}, PickedEntry("8")),
        (8.5, PickedEntry()),
    ],
)
async def test_a_number_that_is_none_picks_nobody(vault, entry, read):
    _, draft = await loaded(vault, {"form": FORM | {"target": entry}})
    assert draft.form is not None
    assert draft.form.target == read


@pytest.mark.parametrize("written", [[], {}, 7, {"form": {}}, {"form": 7, "attempt": 0}])
async def test_nothing_understood_is_an_empty_form(vault, written):
    store, draft = await loaded(vault, written)
    assert (draft.form, draft.attempt, draft.has_unread_attempt) == (None, None, False)
    await store.save()
    assert await vault.read(preferences.get, OPENING) == written


async def test_an_attempt_with_parts_of_another_version_is_looked_for(vault):
    longer = ATTEMPT | {"symptom": [*ATTEMPT["symptom"], "zh"], "urgent": True}
    _, draft = await loaded(vault, {"form": FORM, "attempt": longer})
    _, same = await loaded(vault, {"form": FORM, "attempt": ATTEMPT})
    assert draft.attempt == same.attempt is not None
    assert not draft.has_unread_attempt


@pytest.mark.parametrize(
    "attempt",
    [
        *(without(ATTEMPT, name) for name in ATTEMPT),
        ATTEMPT | {"target": "8"},
        ATTEMPT | {"symptom": ["hologram", TEXT, ""]},
        ATTEMPT | {"symptom": ["text"]},
        ATTEMPT | {"images": [1]},
        ATTEMPT | {"before": 50},
        ["text"],
        True,
    ],
)
async def test_an_attempt_that_is_not_understood_is_not_taken_for_none(vault, attempt):
    store, draft = await loaded(vault, {"form": FORM, "attempt": attempt})
    assert draft.form is not None
    assert (draft.attempt, draft.has_unread_attempt) == (None, True)
    draft.form = None
    await store.save()
    stored = await vault.read(preferences.get, OPENING)
    assert stored == {"form": None, "attempt": attempt}
    draft.has_unread_attempt = False
    await store.save()
    assert await vault.read(preferences.get, OPENING) is None


async def test_what_a_newer_version_wrote_stays_until_the_form_is_changed(vault):
    written = {"form": FORM | {"urgent": True}, "attempt": ATTEMPT, "pictures": ["a"]}
    store, draft = await loaded(vault, written)
    await store.save()
    assert await vault.read(preferences.get, OPENING) == written
    draft.attempt = None
    await store.save()
    assert await vault.read(preferences.get, OPENING) == written | {"attempt": None}
    draft.form = type(draft.form)(PickedEntry("李四"), PickedEntry(), PickedEntry())
    await store.save()
    stored = await vault.read(preferences.get, OPENING)
    assert stored["form"]["target"] == ["李四", None]
    assert "pictures" not in stored
    assert "urgent" not in stored["form"]


async def test_an_attempt_of_another_version_is_told_before_a_second_one_is_asked_for(vault):
    store, draft = await loaded(vault, {"form": FORM, "attempt": ATTEMPT | {"before": None}})
    asked: list[NewConsultation] = []

    async def create(new):
        asked.append(new)
        raise Refused

    creator = ConsultationCreator(
        SimpleNamespace(create=create), tuple, None, draft, keep_attempt=lambda: None
    )
    new = NewConsultation(7, 8, 5, Symptom(SymptomKind.TEXT, TEXT))
    with pytest.raises(EarlierOpeningUnread):
        await creator.create(new)
    await store.save()
    assert (await loaded_again(vault)).has_unread_attempt
    assert not asked
    with pytest.raises(Refused):
        await creator.create(new)
    assert asked == [new]
    await store.save()
    assert not (await loaded_again(vault)).has_unread_attempt


async def loaded_again(vault) -> NewConsultationDraft:
    """What the next start would find."""
    draft = NewConsultationDraft()
    await OpeningDraftStore(vault, draft, is_durable=True).load()
    return draft


OTHER = FORM | {"target": ["李四", 9], "text": "咳嗽"}


async def meet(vault, written, **own) -> tuple[OpeningDraftStore, NewConsultationDraft]:
    """A run that has a form of its own comes to what another wrote."""
    _, draft = await loaded(vault, {"form": OTHER})
    draft.last_stored = None
    for name, value in own.items():
        setattr(draft, name, value)
    await vault.write(preferences.put, OPENING, written)
    store = OpeningDraftStore(vault, draft, is_durable=True)
    await store.load()
    return store, draft


async def test_of_two_forms_the_stored_one_waits_and_both_are_stored(vault):
    store, draft = await meet(vault, {"form": FORM})
    assert draft.form is not None
    assert (draft.form.text, [form.text for form in draft.waiting]) == ("咳嗽", [TEXT])
    await store.save()
    again = await loaded_again(vault)
    assert (again.form, again.waiting) == (draft.form, draft.waiting)
    again.form = None
    assert again.take_next()
    assert (again.form.text, again.waiting, again.take_next()) == (TEXT, (), False)


async def test_a_form_that_waits_is_next_at_the_next_start_where_the_other_is_gone(vault):
    store, draft = await meet(vault, {"form": FORM, "attempt": ATTEMPT, "waiting": [OTHER]})
    assert [form.text for form in draft.waiting] == [TEXT]
    draft.form = None
    await store.save()
    again = await loaded_again(vault)
    assert (again.form, again.waiting) == (draft.waiting[0], ())
    assert again.attempt == draft.attempt is not None


async def test_earlier_words_of_its_own_form_do_not_wait(vault):
    """A disk that was full had not taken the later ones."""
    store, draft = await loaded(vault, {"form": FORM})
    draft.form = replace(draft.form, text="又改了")
    await OpeningDraftStore(vault, draft, is_durable=True).load()
    assert (draft.form.text, draft.waiting) == ("又改了", ())
    await store.save()
    assert draft.last_stored == draft.form


async def test_of_two_attempts_one_is_looked_for_and_the_other_told_of(vault):
    _, other = await loaded(vault, {"attempt": ATTEMPT | {"target": 9}})
    store, draft = await meet(vault, {"form": FORM, "attempt": ATTEMPT}, attempt=other.attempt)
    assert (draft.attempt, draft.has_unread_attempt) == (other.attempt, True)
    await store.save()
    again = await loaded_again(vault)
    assert (again.attempt, again.has_unread_attempt) == (other.attempt, True)
    draft.attempt = None
    await store.save()
    again = await loaded_again(vault)
    assert (again.attempt, again.has_unread_attempt) == (None, True)
