"""Three servers, one answer: but for what the table of `docs/three-servers.md` explains."""

import re
from pathlib import Path

import pytest

from tests.servers.engine import Engine
from tests.servers.record import play_all
from tests.servers.script import every_script, files, read

PAGE = Path(__file__).parents[2] / "docs/three-servers.md"
FIRST_ROOM, MAX_IN_FILE = 20_000, 100
_ROW = re.compile(r"^\| `([\w-]+)` \|", re.MULTILINE)


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
async def test_a_server_answers_as_it_is_written(engine: Engine, path: Path) -> None:
    scripts = read(path)
    room = FIRST_ROOM + MAX_IN_FILE * files().index(path)
    differences = []
    for script, answers in zip(scripts, await play_all(engine, scripts, room), strict=True):
        for step, replies in zip(script.steps, answers, strict=True):
            expected = [] if step.is_known else step.heard_from(engine.name)
            for who in dict.fromkeys(each.who for each in (*expected, *replies)):
                written = [each.text for each in expected if each.who == who]
                came = [each.text for each in replies if each.who == who]
                if came != written:
                    differences.append((script.title, str(step), who, written, came))
    assert differences == []


def test_every_difference_is_explained_and_there() -> None:
    reasons = {
        answers.reason
        for script in every_script()
        for step in script.steps
        for answers in step.answers
        if answers.servers
    }
    assert reasons == set(_ROW.findall(PAGE.read_text(encoding="utf-8")))


def test_there_are_enough_scripts_each_under_a_name_of_its_own() -> None:
    titles = [script.title for script in every_script()]
    assert len(titles) == len(set(titles)) > 60
