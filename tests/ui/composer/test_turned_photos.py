"""A photo that lies on its side in its file lies right in the tray and in what the patient gets."""

import io

import pytest
from PIL import Image

from tests.fakes.turned_photos import FORMS, ORIENTATION, as_on_the_phone, corners_of_pillow, photo
from workstation.vault.unsent import files


@pytest.mark.parametrize("turned", [2, 6, 7])
@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("is_original", [False, True])
async def test_a_photo_goes_as_the_phone_showed_it(bench, tmp_path, name, turned, is_original):
    path = tmp_path / "arm.jpg"
    path.write_bytes(photo(name, turned))
    await bench.fill(path)
    bench.composer.tools.original.setChecked(is_original)
    (file_id,) = (await bench.draft()).files
    await bench.send()
    sent = Image.open(io.BytesIO(await bench.vault.read(files.data, file_id)))
    assert corners_of_pillow(sent) == as_on_the_phone(turned)
    if sent.format != "JPEG":  # some programs of patients turn nothing else
        assert ORIENTATION not in sent.getexif()
