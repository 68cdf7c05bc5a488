"""A page that is pasted into the palette is searched for by its beginning."""

from workstation.ui.kit.fields.search_field import MAX_CHARACTERS


async def test_of_a_page_that_is_pasted_the_beginning_is_searched_for_and_said(searching):
    await searching.fill()
    await searching.open()
    await searching.type("皮疹" * 20_000)
    assert len(searching.palette.field.edit.text()) == MAX_CHARACTERS
    searching.palette.show_results(searching.palette.field.edit.text(), ())
    assert len(searching.palette.nothing.text()) < 80
