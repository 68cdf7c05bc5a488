"""Rows of a list without the number that would name them."""

from tests.fakes.platform_rows import ROW
from workstation.api import schemas
from workstation.api.rows import read_rows


def test_what_a_row_without_its_number_holds_is_saved():
    rows = read_rows(
        [ROW, ROW | {"consultation_id": None}, "nothing"],
        schemas.consultation,
        lambda consultation: consultation.consultation_id,
        call="x",
        read_nameless=schemas.nameless_consultation,
    )
    assert rows.nameless == (schemas.nameless_consultation(ROW),)
    assert len(rows.dropped) == 2
