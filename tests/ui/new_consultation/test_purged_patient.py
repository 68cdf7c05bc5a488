"""A patient is purged from this computer: of the forms only those of others stay."""

from pathlib import Path

import pytest

from tests.ui.new_consultation.people import PEOPLE, fill, red_squares
from tests.ui.waiting import until
from workstation.domain.consultation import NewConsultation, Symptom, SymptomKind
from workstation.domain.new_consultation_form import (
    FormFile,
    NewConsultationForm,
    OpeningAttempt,
    PickedEntry,
)

PURGED, OTHER = (choice.number for choice in PEOPLE[:2])


def form(patient: int | None, text: str, **more: object) -> NewConsultationForm:
    """A half-filled one."""
    nobody = PickedEntry()
    return NewConsultationForm(PickedEntry("王", patient), nobody, nobody, text=text, **more)


def pictures(folder: Path) -> tuple[FormFile, ...]:
    """Attached ones."""
    return tuple(FormFile(Path(name).read_bytes()) for name in red_squares(folder, 2))


async def test_the_form_is_empty_and_the_next_one_is_that_of_another(wiring, platform):
    wiring.open()
    fill(wiring.sheet)
    wiring.keep()
    platform.draft.waiting = form(PURGED, "痒"), form(OTHER, "咳")
    wiring.sheet.dismiss()
    wiring.forget_patient(PURGED)
    assert not wiring.sheet.text.text()
    assert wiring.sheet.target.picked_number is None
    wiring.open()
    assert (wiring.sheet.target.picked_number, wiring.sheet.text.text()) == (OTHER, "咳")
    assert platform.draft.waiting == ()


async def test_one_that_was_not_opened_yet_never_is(wiring, platform):
    platform.draft.form = form(PURGED, "痒")
    platform.draft.waiting = form(PURGED, "疼"), form(OTHER, "咳")
    wiring.forget_patient(PURGED)
    wiring.open()
    assert (wiring.sheet.target.picked_number, wiring.sheet.text.text()) == (OTHER, "咳")


async def test_pictures_that_are_still_decoded_do_not_come_into_the_empty_form(
    wiring, platform, tmp_path
):
    platform.draft.form = form(PURGED, "痒", pictures=pictures(tmp_path))
    wiring.open()
    wiring.forget_patient(PURGED)
    assert not wiring.sheet.text.text()
    await until(lambda: wiring._is_restored)
    assert not wiring.sheet.pictures.attached


@pytest.mark.parametrize("patient", [OTHER, None])
async def test_the_form_of_another_stays(wiring, platform, patient):
    platform.draft.form = form(patient, "咳")
    wiring.open()
    wiring.forget_patient(PURGED)
    assert wiring.sheet.text.text() == "咳"
    assert platform.draft.form.text == "咳"


@pytest.mark.parametrize("is_opened", [True, False])
async def test_one_that_may_have_been_opened_already_stays(wiring, platform, is_opened):
    asked = NewConsultation(PURGED, PURGED, 1, Symptom(SymptomKind.TEXT, "痒"))
    platform.draft.form = form(PURGED, "痒")
    platform.draft.attempt = OpeningAttempt(asked, frozenset())
    if is_opened:
        wiring.open()
    wiring.forget_patient(PURGED)
    wiring.open()
    assert wiring.sheet.text.text() == "痒"


async def test_one_that_is_on_its_way_stays(wiring, platform):
    wiring.open()
    fill(wiring.sheet)
    platform.answers.clear()
    wiring.sheet.start.click()
    await until(lambda: platform.asked)
    wiring.forget_patient(PURGED)
    assert wiring.sheet.text.text()
    platform.answers.set()
    await until(lambda: not wiring.sheet.busy)
