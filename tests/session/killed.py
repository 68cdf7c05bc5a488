"""Opens a vault like the program, and is killed before the given step of what it changes."""

import base64
import sys
from pathlib import Path

from tests.fakes.sudden_end import steps_until_death
from workstation.session import storage
from workstation.vault import preferences

PATH, KEY, STEP, START_ANEW = sys.argv[1:]
counted = steps_until_death(int(STEP))
for name in ("replace", "touch", "mkdir", "rmdir"):
    setattr(Path, name, counted(getattr(Path, name)))
preferences.put = counted(preferences.put)
opened = storage._open(Path(PATH), base64.b64decode(KEY), start_anew=bool(int(START_ANEW)))
opened.vault.close()
