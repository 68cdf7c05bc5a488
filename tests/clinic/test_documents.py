"""A report of the demo is a PDF that other programs open."""

import io

import pytest
from PIL import Image

from workstation.clinic.drawing.pdf import pdf_of
from workstation.clinic.patients.phrases import phrases
from workstation.media.documents import sniff_document


def test_its_table_says_where_every_object_begins():
    drawn = io.BytesIO()
    Image.new("RGB", (60, 80), (240, 240, 235)).save(drawn, "JPEG")
    content = pdf_of(drawn.getvalue(), 60, 80)
    table = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert content[table : table + 4] == b"xref"
    places = [int(line[:10]) for line in content[table:].splitlines()[3:8]]
    assert [content[place:].split()[0] for place in places] == [b"1", b"2", b"3", b"4", b"5"]
    assert drawn.getvalue() in content


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("blood-2003-500-400x560.pdf", 200),
        ("blood-2003-500-400x560.exe", 404),
        ("../secret.pdf", 404),
        ("blood.pdf", 404),
    ],
)
async def test_it_is_served_by_its_name(calling, name, status):
    async with calling() as call:
        answer = await call("GET", f"/media/documents/{name}")
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["content-type"] == "application/pdf"
        assert sniff_document(answer.content).kind.value == "pdf"


def test_a_patient_who_is_asked_for_a_report_has_one():
    question = phrases().question("请把血常规报告发给我看看")
    assert question is not None
    assert question.wants_report
