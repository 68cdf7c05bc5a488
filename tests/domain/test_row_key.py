"""Keys of lines and addresses of files on this computer: made and taken apart in one place."""

import pytest

from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.local_file import file_id_of, is_local, local_address
from workstation.domain.row_key import (
    NO_ROW,
    RowKey,
    message_id_of,
    origin_id_of,
    own_row,
    stored_row,
    symptom_row,
)


@pytest.mark.parametrize("name", ["a", "m7", "o7", "7d1c-51", ""])
def test_an_own_line_is_known_by_its_origin_id_alone(name: str) -> None:
    key = own_row(OriginId(name))
    assert (origin_id_of(key), message_id_of(key)) == (name, None)


@pytest.mark.parametrize("number", [1, 42, 1 << 60])
def test_anothers_line_is_known_by_its_row(number: int) -> None:
    key = stored_row(number)
    assert (message_id_of(key), origin_id_of(key)) == (number, None)


@pytest.mark.parametrize(
    "key", [NO_ROW, RowKey("m"), RowKey("mx"), RowKey("m-1"), symptom_row(ConsultationId(7))]
)
def test_what_is_no_key_names_no_message(key: RowKey) -> None:
    assert (message_id_of(key), origin_id_of(key)) == (None, None)


def test_a_file_here_has_an_address_that_no_server_has() -> None:
    address = local_address("f-1")
    assert is_local(address)
    assert file_id_of(address) == "f-1"
    assert not is_local("https://clinic.test/own:f-1")
