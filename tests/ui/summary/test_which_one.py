"""A patient with several consultations at once: the summary says which one it ends."""

from tests.store.people import listed
from tests.ui.summary.conftest import HERE, NEXT
from workstation.domain.ids import ConsultationId
from workstation.domain.people import Member


async def test_it_says_which_of_a_patient_s_consultations_it_ends(ending):
    mine = ending.consultations[HERE].consultation
    await ending.open()
    assert mine.team.name not in ending.sheet.target.text
    patient = Member(mine.target.member_id, mine.target.name)
    ending.take(listed=(listed(NEXT + 1, target=patient),))
    await ending.open()
    await ending.scope.join()
    assert mine.team.name in ending.sheet.target.text


async def test_it_follows_what_comes_and_goes_while_it_is_written(ending):
    """The reply's line said the team at once, the form below it went on without."""
    mine = ending.consultations[HERE].consultation
    await ending.open()
    ending.write(assessment="荨麻疹")
    patient = Member(mine.target.member_id, mine.target.name)
    ending.take(listed=(listed(NEXT + 1, target=patient),))
    assert mine.team.name in ending.sheet.target.text
    ending.take(forgotten=frozenset({ConsultationId(NEXT + 1)}))
    assert mine.team.name not in ending.sheet.target.text
    assert ending.sheet.written.assessment == "荨麻疹"


async def test_it_follows_another_name_of_the_patient(ending):
    mine = ending.consultations[HERE].consultation
    await ending.open()
    ending.take(listed=(listed(HERE, target=Member(mine.target.member_id, "王大宝")),))
    assert "王大宝" in ending.sheet.target.text
    assert "王大宝" in ending.sheet.title.text()
