"""Opens a vault like the program, and is killed before the given step of what it changes."""

import base64
import itertools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.fakes.sudden_end import die
from workstation.session import storage
from workstation.vault import preferences

PATH, KEY, STEP, START_ANEW = sys.argv[1:]
steps = itertools.count()


def counted(real: Callable[..., Any]) -> Callable[..., Any]:
    """``real``, as one of the steps."""

    def step(*args: Any, **kwargs: Any) -> Any:
        if next(steps) == int(STEP):
            die()
        return real(*args, **kwargs)

    return step


for name in ("replace", "touch", "mkdir", "rmdir"):
    setattr(Path, name, counted(getattr(Path, name)))
preferences.put = counted(preferences.put)
opened = storage._open(Path(PATH), base64.b64decode(KEY), start_anew=bool(int(START_ANEW)))
opened.vault.close()
