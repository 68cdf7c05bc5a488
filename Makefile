# The two commands of the README are `make demo` and `make test`; both set up what they need.
# All logic is in resources/setup (Python, standard library only).

find_python = for name in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
  "$$name" -c 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
  2>/dev/null && { echo "$$name"; break; }; done
python := $(shell $(find_python))
venv := .venv/bin/python
prepare = $(python) resources/setup/prepare.py

.PHONY: help demo demo-extras demo-on-server run test sweep timing fuzz soak random-use long-day sabotage strangers lint bench installer installer-older lock clean python
.PHONY: windows windows-demo windows-test windows-shot installer-windows check-installer-windows

# Run `make demo` first; all others are told by the README, of which this prints the commands.
help:
	@sed -n -e '/^make /p' -e 's/^| `\(make [^`]*\)` | \(.*\) |$$/\n\1\n    \2/p' README.md

demo: python
	@$(prepare) demo
	@exec $(venv) -m workstation --demo

# With the optional parts, 140 MB more: it reads laboratory reports and shows pictures from iPhones.
demo-extras: python
	@$(prepare) demo-extras
	@exec $(venv) -m workstation --demo

# Messages from a real IM engine (ENGINE=ejabberd), and orders typed at the terminal: `cut`, `stall 60`.
demo-on-server: python
	@$(prepare) test
	@exec $(venv) -m tests.servers.window --engine $(or $(ENGINE),prosody) $(OPTIONS)

run: python
	@$(prepare) demo
	@exec $(venv) -m workstation

# Two workers more than the cores of a small machine: a third of their time the tests wait, for
# servers, programs and disks. How they are shared among the workers is in tests/parallel.py.
test: python
	@$(prepare) test
	@exec $(venv) -m pytest --numprocesses=4 --max-worker-restart=0 $(TESTS)
ifndef TESTS
	@exec $(python) tests/windows/stage.py
endif

# What is random in the tests, from seeds that were never tried.
sweep: python
	@$(prepare) test
	@TEST_SEEDS=new exec $(venv) -m pytest --numprocesses=2 --max-worker-restart=0 \
	  $(or $(TESTS),tests/simulation tests/fuzz tests/xmpp tests/link tests/vault tests/store tests/power tests/servers/test_cuts.py)

# The journeys on a quick, a slow and a busy computer (tests/altered_timing.py); TIMING=slow for one.
timing: python
	@$(prepare) test
	@for speed in $(or $(TIMING),quick slow shuffled); do TIMING=$$speed $(venv) -m pytest \
	  -p tests.altered_timing --numprocesses=4 --max-worker-restart=0 $(or $(TESTS),tests/journeys) \
	  || failed=1; done; exit $${failed:-0}

# Frames by the million, answers, pictures, recordings and files by the hundred thousand: make fuzz
# SEED=2 MINUTES=60, or by coverage (atheris): make fuzz GUIDED=600 ONLY="answers policies".
fuzz: python
	@$(prepare) test
ifdef GUIDED
	@$(venv) -m pip install --quiet --require-hashes --no-deps --target .setup/fuzz -r tests/fuzz/requirements.txt
endif
	@PYTHONPATH=.setup/fuzz exec $(venv) -m tests.fuzz $(ONLY) --seed $(or $(SEED),1) \
	  --minutes $(or $(MINUTES),60) --guided $(or $(GUIDED),0)

# The window on a line with loss, delay and jitter, while a doctor works and patients write.
soak: python
	@$(prepare) test
	@QT_QPA_PLATFORM=offscreen exec $(venv) -m tests.soak --minutes $(or $(MINUTES),30) --seed $(or $(SEED),1)

# The window under a doctor who clicks, types and drags by chance, while network, servers and disk fail
# at times and the program is killed. What was lost is read from the disks at the end:
# SEED=2 STEPS=2000 OPTIONS="--language en --theme dark --text-size 200". No two runs are the same.
random-use: python
	@$(prepare) test
	@QT_QPA_PLATFORM=offscreen exec $(venv) -m tests.random_use --seed $(or $(SEED),1) \
	  --steps $(or $(STEPS),450) $(OPTIONS)

# 24 simulated hours: a message a second, cuts, renewed passwords, lock and unlock.
long-day: python
	@$(prepare) test
	@exec $(venv) -m tests.simulation.long_day --hours $(or $(HOURS),24) --seed $(or $(SEED),1)

# Each guard of the product switched off in turn: some test turns red, or the run says which did not.
sabotage: python
	@$(prepare) test
	@exec $(venv) -m tests.sabotage $(ONLY)

# Three clients from npm and Debian's python3-nbxmpp (with gir1.2-soup-3.0), if that is there, against
# every engine, with lines that are cut, half open, and cut all at once. Afterwards `make test` tries
# them a little.
strangers: python
	@$(prepare) test
	@mkdir -p .setup/strangers && cp tests/servers/strangers/package*.json .setup/strangers
	@npm ci --prefix .setup/strangers --ignore-scripts --no-audit --no-fund
	@STRANGERS=50 STRANGERS_CUT_EVERY=5 STRANGERS_STORMS=10 exec $(venv) -m pytest tests/servers/test_strangers.py

# The program as on Windows: Windows' own Python, the locks' Windows wheels, and Wine.
windows: python
	@$(prepare) windows

windows-demo: windows
	@exec .setup/windows/wine-python -m workstation --demo

# Every test that can run there; or TESTS=tests/config.
windows-test: windows
	@exec $(python) tests/windows/stage.py $(or $(TESTS),--all)

# The gallery's pages through Qt's own `windows` plugin.
windows-shot: windows
	@exec $(python) tests/windows/shot.py $(ONLY)

lint: python
	@$(prepare) lint
	@exec $(venv) -m pytest tests/house

bench: python
	@$(prepare) test
	@exec $(venv) tests/bench/run.py $(if $(KEEP),--keep) $(BENCH)

# EXTRAS="heic ocr", or one of them: with these optional parts, in dist/extras.
installer: python
	@$(prepare) installer$(if $(EXTRAS),-extras)
	@exec .setup/installer$(if $(EXTRAS),-extras)/bin/python resources/installer/build.py \
	  $(if $(EXTRAS),--extras "$(EXTRAS)" --into dist/extras)

# For systems whose C library is older than 2.34: the last Qt that runs there. Build it on one.
installer-older: python
	@$(prepare) installer-older
	@exec .setup/installer-older/bin/python resources/installer/build.py --into dist/older

# The bundle and both installers for Windows, built here: dist/windows; with EXTRAS dist/windows-extras.
installer-windows: python
	@$(prepare) installer-windows$(if $(EXTRAS),-extras)
	@exec .setup/installer/bin/python resources/installer/windows/under_wine.py $(EXTRAS)

# Both of them, each in a fresh Windows: installed, signed in to, upgraded, taken back, removed.
check-installer-windows: python
	@exec .setup/installer/bin/python -m tests.windows.installers $(if $(ONLY),--only $(ONLY))

lock: python
	@exec $(python) resources/setup/lock.py

clean:
	rm -rf .setup build dist .mypy_cache .ruff_cache .hypothesis .import_linter_cache

python:
	@test -n "$(python)" || { echo "Python 3.11, 3.12 or 3.13 with venv is needed:" \
	  "sudo apt-get install python3 python3-venv" >&2; exit 1; }
