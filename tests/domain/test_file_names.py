import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.file_names import file_name


@pytest.mark.parametrize(
    ("name", "extension", "expected"),
    [
        ("photo.jpg", "jpg", "photo.jpg"),
        ("photo.JPG", "jpg", "photo.jpg"),
        ("report.pdf.exe", "jpg", "report.pdf.exe.jpg"),
        ("../../etc/passwd", "png", "etc passwd.png"),
        ("a\u202egpj.exe", "bin", "a gpj.exe.bin"),
        ("", "jpg", "file.jpg"),
        (" . .jpg", "jpg", "file.jpg"),
        ("CON", "jpg", "_CON.jpg"),
        ("nul.txt", "jpg", "_nul.txt.jpg"),
        ("com1", "", "_com1"),
        ("COM\u00b9.x", "jpg", "_COM\u00b9.x.jpg"),
        ("lpt9 .tar", "gz", "_lpt9 .tar.gz"),
        ("console", "jpg", "console.jpg"),
        ("photo. . .", "", "photo"),
        ("photo:Zone.Identifier", "jpg", "photo Zone.Identifier.jpg"),
    ],
)
def test_a_sender_s_name_becomes_one_that_every_system_takes(name, extension, expected):
    assert file_name(name, extension, "file") == expected


def test_a_long_chinese_name_is_cut_between_two_characters_and_keeps_its_ending():
    cut = file_name("皮" * 121, "jpg", "file")
    assert cut == "皮" * 83 + ".jpg"
    assert len(cut.encode()) <= 255


def test_a_long_name_can_be_written(tmp_path):
    for name in ("皮" * 121, "a" * 400, "𠮷" * 100):
        (tmp_path / file_name(name, "jpg", "file")).write_bytes(b"x")


@given(st.text(max_size=300), st.sampled_from(["", "jpg", "webp"]))
def test_whatever_it_was_called_the_name_fits_and_is_no_path(name, extension):
    made = file_name(name, extension, "file")
    assert 0 < len(made.encode()) <= 255
    assert not set(made) & set('<>:"/\\|?*\0')
    assert not made.endswith((".", " "))
    assert made.endswith(f".{extension}" if extension else "")
    assert file_name(made, extension, "file") == made
