"""An opening without an answer is settled by the list, whatever the form is at meanwhile."""

from dataclasses import replace

from tests.ui.new_consultation.people import fill
from tests.ui.waiting import until
from workstation.domain.consultation import Consultation, NewConsultation
from workstation.domain.ids import ConsultationId
from workstation.domain.new_consultation_form import FormFile
from workstation.domain.people import Member, Team
from workstation.services.consultation_creation import SettledOpening
from workstation.ui.kit.strings import tr
from workstation.ui.new_consultation.form import consultation_of
from workstation.ui.new_consultation.keeping import form_of
from workstation.ui.new_consultation.pictures import AttachedPicture


def in_the_list(asked: NewConsultation) -> SettledOpening:
    """What was asked for stands in the list."""
    member, team = Member(asked.target_member_id, "王小宝"), Team(asked.team_id, "")
    listed = Consultation(ConsultationId(1), member, member, team, asked.symptom)
    return SettledOpening(listed, asked)


async def test_what_is_uploaded_for_a_second_attempt_goes_no_further(wiring, platform, opened):
    """The first one came with the list meanwhile: a second one was started beside it."""
    wiring.open()
    fill(wiring.sheet)
    platform.closed = platform.is_uncertain = True
    wiring.sheet.ask()
    await until(lambda: not wiring.sheet.busy)
    wiring.sheet.pictures.add(AttachedPicture(content=b"picture"))
    platform.uploads.answers.clear()
    wiring.sheet.ask()
    await until(lambda: wiring.sheet.busy)
    platform.settled.publish(in_the_list(platform.asked[-1]))
    platform.uploads.answers.set()
    await until(lambda: not wiring.sheet.busy)
    assert (len(platform.asked), opened.notices) == (1, [tr("opening.earlier_listed")])
    assert wiring.sheet.pictures.attached


async def test_the_pictures_that_an_earlier_sign_in_left_are_waited_for(wiring, platform, opened):
    """They are decoded beside the window: the form had looked like one that was changed."""
    address = "https://media.example/1.png"
    fill(wiring.sheet)
    asked = consultation_of(wiring.sheet.filled, (address,), "")
    left = replace(form_of(wiring.sheet), pictures=(FormFile(None, address),))
    wiring.sheet.clear()
    platform.draft.form = left
    platform.settled.publish(in_the_list(asked))
    await until(lambda: opened.notices)
    assert opened.notices == [tr("opening.opened")]
    assert form_of(wiring.sheet).is_empty
