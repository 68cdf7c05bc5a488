"""For whom one writes, where one patient has several consultations at once."""

from tests.fakes.archive import ROOM
from tests.ui.composer.conftest import HERE, OTHER
from tests.vault.people import consultation
from workstation.domain.changes import Changes, Listed, Place
from workstation.domain.people import Team
from workstation.ui.kit.strings import Language, formats, set_language

SECOND = consultation(
    ROOM + 5, creator=HERE.creator, target=HERE.target, team=Team(6, "儿科"), created_ms=86_400_500
)


def come(bench, *, place=Place.IN_PROCESS):
    """The patient's second consultation is listed."""
    bench.desk.apply(Changes(listed=(Listed(SECOND, place),)))


async def test_two_consultations_of_one_patient_do_not_read_alike(bench):
    come(bench)
    bench.open(SECOND)
    started = formats.clock_time(SECOND.created_ms)
    assert bench.composer.target.text == f"回复 王小宝 · 王秀英 发起 · 儿科 · 1 月 2 日 {started}"
    set_language(Language.EN)
    assert bench.composer.target.text == (f"To 王小宝 · started by 王秀英 · 儿科 · 2 Jan {started}")


async def test_the_second_one_that_comes_and_goes_is_seen_at_once(bench):
    bench.open(HERE)
    assert "皮肤科" not in bench.composer.target.text
    come(bench)
    assert "皮肤科" in bench.composer.target.text
    assert bench.composer.editor.accessibleName() == bench.composer.target.text
    bench.desk.apply(Changes(forgotten=frozenset({SECOND.consultation_id})))
    assert "皮肤科" not in bench.composer.target.text


async def test_what_is_over_or_of_somebody_else_tells_nothing_apart(bench):
    bench.open(HERE)
    come(bench, place=Place.HISTORY)
    assert bench.desk.worklist.row(OTHER) is not None
    assert bench.composer.target.text == "回复 王小宝 · 王秀英 发起"
