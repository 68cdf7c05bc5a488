"""A patient with several consultations at once: the summary says which one it ends."""

from tests.store.people import listed
from tests.ui.summary.conftest import HERE, NEXT
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
