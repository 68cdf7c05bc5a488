"""What is filled into the form, taken out of it and put back into another one."""

from workstation.domain.consultation import NewConsultation
from workstation.domain.errors import InputError
from workstation.domain.ids import MemberId
from workstation.domain.new_consultation_form import (
    FormFile,
    NewConsultationDraft,
    NewConsultationForm,
    PickedEntry,
)
from workstation.ui.new_consultation.choices import PickChoice
from workstation.ui.new_consultation.form import consultation_of
from workstation.ui.new_consultation.pick_field import PickField
from workstation.ui.new_consultation.sheet import OpeningSheet
from workstation.ui.new_consultation.voice import AttachedVoice


def form_of(sheet: OpeningSheet) -> NewConsultationForm:
    """Everything that is filled in on the sheet."""
    voice = sheet.voice.attached
    return NewConsultationForm(
        _entry(sheet.target),
        _entry(sheet.creator),
        _entry(sheet.team),
        for_self=sheet.for_self.isChecked(),
        text=sheet.text.text(),
        pictures=tuple(FormFile(one.content, one.url) for one in sheet.pictures.attached),
        voice=None if voice is None else FormFile(voice.content, voice.url),
        voice_ms=0 if voice is None else voice.length_ms,
    )


def fill(sheet: OpeningSheet, form: NewConsultationForm) -> None:
    """Fill in all but the pictures, which are decoded first."""
    sheet.for_self.setChecked(form.for_self)
    for part, entry in (
        (sheet.target, form.target),
        (sheet.creator, form.creator),
        (sheet.team, form.team),
    ):
        if entry.number is not None:
            part.pick(PickChoice(entry.number, entry.text))
        else:
            part.type(entry.text)
    sheet.text.set_text(form.text)
    if form.voice is not None and form.voice.content is not None:
        sheet.show_voice(AttachedVoice(form.voice.content, form.voice_ms, form.voice.url))


def forget_patient(
    sheet: OpeningSheet | None, draft: NewConsultationDraft, patient_id: MemberId
) -> None:
    """Keep no form for a patient, but for one that is on its way; ``sheet`` once it was filled."""
    draft.forget_patient(patient_id)
    if sheet is None:
        if draft.form is None:
            draft.take_next()
    elif sheet.target.picked_number == patient_id and draft.attempt is None and not sheet.busy:
        sheet.clear()


def holds(sheet: OpeningSheet, asked: NewConsultation) -> bool:
    """Whether the form still is what was asked for."""
    voice = sheet.voice.attached
    urls = tuple(one.url for one in sheet.pictures.attached)
    try:
        return consultation_of(sheet.filled, urls, "" if voice is None else voice.url) == asked
    except InputError:
        return False


def _entry(part: PickField) -> PickedEntry:
    return PickedEntry(part.field.text(), part.picked_number)
