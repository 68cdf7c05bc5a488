"""What is pasted into the palette: a page by its beginning, a number without what nobody sees."""

from workstation.ui.kit.fields.search_field import MAX_CHARACTERS
from workstation.ui.palette.entries import ResultGroup


async def test_of_a_page_that_is_pasted_the_beginning_is_searched_for_and_said(searching):
    await searching.fill()
    await searching.open()
    await searching.type("皮疹" * 20_000)
    assert len(searching.palette.field.edit.text()) == MAX_CHARACTERS
    searching.palette.show_results(searching.palette.field.edit.text(), ())
    assert len(searching.palette.nothing.text()) < 80


async def test_a_number_that_is_copied_with_signs_that_nobody_sees_is_one(searching):
    await searching.fill()
    await searching.open()
    await searching.type("\u202a4711\u202c\ufeff")
    assert searching.titles(ResultGroup.CONSULTATIONS)[0] == "打开咨询 4711"
