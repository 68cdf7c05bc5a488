"""What Windows itself says of how programs are to look."""

import ctypes
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from tests.fakes.library import Function
from workstation.ui.kit.theme.system_look import wants_no_motion

SET_CLIENT_AREA_ANIMATION = 0x1043


class User32:
    """Windows as it is where people switched animations off, or did not."""

    def __init__(self, *, animated: bool) -> None:
        self._animated = animated

    def WinDLL(self, name: str) -> SimpleNamespace:  # noqa: N802  as ctypes has it
        assert name == "user32"
        return SimpleNamespace(SystemParametersInfoW=Function(self._ask))

    def _ask(self, action: int, size: int, place: Any, flags: int) -> int:
        assert (action, size, flags) == (0x1042, 0, 0), "SPI_GETCLIENTAREAANIMATION of winuser.h"
        place._obj.value = self._animated
        return 1


@pytest.mark.parametrize(
    ("animated", "platform", "still"),
    [(True, "win32", False), (False, "win32", True), (False, "linux", False)],
)
def test_only_windows_is_asked_whether_things_may_move(
    animated: bool, platform: str, still: bool
) -> None:
    """Qt's word is another: what it goes by stays on when "animation effects" are switched off."""
    assert wants_no_motion(platform, User32(animated=animated)) is still


@pytest.mark.skipif(sys.platform != "win32", reason="asks Windows itself")
def test_windows_own_answer_is_taken() -> None:
    change = ctypes.WinDLL("user32").SystemParametersInfoW
    before = wants_no_motion()
    for animated in (False, True):
        assert change(SET_CLIENT_AREA_ANIMATION, 0, ctypes.c_void_p(animated), 0)
        assert wants_no_motion() is not animated
    change(SET_CLIENT_AREA_ANIMATION, 0, ctypes.c_void_p(not before), 0)
