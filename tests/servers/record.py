"""``python -m tests.servers.record [rooms ...]``: play scripts on every engine, write them anew.

What all say stands once. What only some say is marked with their names and the reason of the last
time; where there was none, with ``unexplained``, which no test lets pass.
"""

import argparse
import asyncio
import difflib
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.servers import rig
from tests.servers.cast import cast_on
from tests.servers.engine import Engine
from tests.servers.script import FOLDER, UNEXPLAINED, Heard, Script, Step, read


async def play_all(engine: Engine, scripts: list[Script], first: int) -> list[list[list[Heard]]]:
    """What was heard of each step of each script; rooms are numbered from ``first``."""
    async with cast_on(engine, {who for script in scripts for who in script.people}) as cast:
        return [await cast.play(script, first + at) for at, script in enumerate(scripts)]


def record(path: Path, answers: dict[str, list[list[list[Heard]]]]) -> None:
    """Write a file of scripts with what each server said."""
    written = [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] == "#"]
    for at, script in enumerate(read(path)):
        written += ["", f"== {script.title}"]
        for number, step in enumerate(script.steps):
            replies = {server: replies[at][number] for server, replies in answers.items()}
            written += [str(step), *map(str, _merged(step, replies))]
    path.write_text("\n".join(written) + "\n", encoding="utf-8")


def _merged(step: Step, replies: dict[str, list[Heard]]) -> Iterator[Heard]:
    """One list of what several servers told everybody, each entry with those who told it."""
    reasons = {(each.who, each.text): each.reason for each in step.answers}
    for who in dict.fromkeys(each.who for entries in replies.values() for each in entries):
        merged: list[tuple[str, list[str]]] = []
        for server, entries in replies.items():
            merged = _with(merged, server, [each.text for each in entries if each.who == who])
        for text, servers in merged:
            if len(servers) == len(replies):
                yield Heard(who, text)
            else:
                reason = reasons.get((who, text)) or UNEXPLAINED
                yield Heard(who, text, tuple(servers), reason)


def _with(
    merged: list[tuple[str, list[str]]], server: str, entries: list[str]
) -> list[tuple[str, list[str]]]:
    """The same list with one server more."""
    known = [text for text, _ in merged]
    matcher = difflib.SequenceMatcher(None, known, entries, autojunk=False)
    result: list[tuple[str, list[str]]] = []
    for kind, begin, end, from_here, to_here in matcher.get_opcodes():
        if kind == "equal":
            result += [(text, [*servers, server]) for text, servers in merged[begin:end]]
        else:
            result += merged[begin:end]
            result += [(text, [server]) for text in entries[from_here:to_here]]
    return result


def main(arguments: Sequence[str]) -> None:
    """Play the named files, or all, on all engines."""
    known = {path.stem: path for path in sorted(FOLDER.glob("*.txt"))}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join(known))
    names = parser.parse_args(arguments).names or list(known)
    if unknown := set(names) - set(known):
        parser.error(f"no file {', '.join(unknown)}")
    paths = [path for name, path in known.items() if name in names]
    answers: dict[Path, dict[str, list[list[list[Heard]]]]] = {path: {} for path in paths}
    for name in rig.ENGINES:
        with tempfile.TemporaryDirectory() as folder, rig.running(name, Path(folder)) as engine:
            for number, path in enumerate(paths, 1):
                answers[path][name] = asyncio.run(play_all(engine, read(path), 1000 * number))
    for path, replies in answers.items():
        record(path, replies)


if __name__ == "__main__":
    main(sys.argv[1:])
