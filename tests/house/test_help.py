"""A tool that is asked for help tells what it does, and does nothing."""

from importlib import import_module

import pytest

TOOLS = ("xmpp.record", "servers.record", "windows.starts")


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(("word", "status"), [("--help", 0), ("--nonsense", 2), ("nonsense", 2)])
def test_help_is_told_and_what_is_unknown_refused(tool, word, status, capsys):
    with pytest.raises(SystemExit) as ended:
        import_module(f"tests.{tool}").main([word])
    assert ended.value.code == status
    output = capsys.readouterr()
    assert "usage: " in output.out + output.err


def test_the_sabotage_tells_what_may_be_named(capsys):
    with pytest.raises(SystemExit) as ended:
        import_module("tests.sabotage.__main__").main("--help")
    assert ended.value.code == 0
    assert "usage: " in capsys.readouterr().out
