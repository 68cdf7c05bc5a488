"""Two patients of one name in the queue: wherever one is named, it is said which of them."""

from dataclasses import replace

from tests.journeys.conftest import until
from workstation.domain.changes import Changes, Listed, Place
from workstation.domain.people import Member

MANGO, NAMESAKE = 20418, 999_001


async def test_who_is_answered_is_told_apart_from_a_namesake_who_comes_meanwhile(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        page, store = work.active, work.session.store
        row = store.worklist.row(MANGO)
        patient = row.consultation.target
        numbered = f"{patient.name} ({patient.member_id})"
        assert page.conversation.head.name.text() == patient.name
        other = replace(
            row.consultation, consultation_id=NAMESAKE, target=Member(NAMESAKE, patient.name)
        )
        store.apply(Changes(listed=(Listed(other, Place.IN_PROCESS),)))
        await until(lambda: page.conversation.head.name.text() == numbered)
        assert numbered in page.composer.target.text
        assert page.composer.editor.accessibleName() == page.composer.target.text
        assert page.details.facts["target"].text.text() == numbered

        def listed_name(number: int) -> str:
            place = page.queue.entries.row(number)
            entry = page.queue.entries.entry(place) if place >= 0 else None
            return entry.make_row_data(entry).name if entry is not None else ""

        await until(lambda: listed_name(MANGO) == numbered)
        await until(lambda: listed_name(NAMESAKE) == f"{patient.name} ({NAMESAKE})")
        store.apply(Changes(forgotten=frozenset({NAMESAKE})))
        await until(lambda: page.conversation.head.name.text() == patient.name)
        assert numbered not in page.composer.target.text
