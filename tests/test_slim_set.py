"""The page, the command line and the smoke tests work with requirements-serve.txt alone."""

import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent

IN_A_PROCESS_WITHOUT_THE_REST = """
import sys
BLOCKED = set({blocked!r})

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"No module named {{name!r}} (not in requirements-serve.txt)", name=name)

sys.meta_path.insert(0, Absent())
{code}
"""

OPEN_AND_ANALYSE = """
from smoke_tests import result, speech, text
from smoke_tests.app import _first_visit
from smoke_tests.check import run
assert run([*text.checks(), *speech.checks(), *result.checks()]) == 0
print(_first_visit())
"""


def _named_in(requirements: str) -> list[str]:
    lines = (ROOT / requirements).read_text("utf8").splitlines()
    return [match.group() for line in lines if (match := re.match(r"[A-Za-z][\w.-]*", line))]


def _with_what_they_need(names: list[str]) -> set[str]:
    found, rest = set(), [canonicalize_name(name) for name in names]
    while rest:
        name = rest.pop()
        if name in found:
            continue
        found.add(name)
        try:
            needs = map(Requirement, importlib.metadata.requires(name) or [])
        except importlib.metadata.PackageNotFoundError:
            continue  # needed on another platform only
        rest += [canonicalize_name(n.name) for n in needs if n.marker is None or n.marker.evaluate({"extra": ""})]
    return found


def _modules_of_other_packages() -> list[str]:
    allowed = _with_what_they_need(_named_in("requirements-serve.txt"))
    owners = importlib.metadata.packages_distributions()
    return sorted(m for m, dists in owners.items() if not allowed & {canonicalize_name(d) for d in dists})


def _run_without_them(code: str) -> subprocess.CompletedProcess[str]:
    program = IN_A_PROCESS_WITHOUT_THE_REST.format(blocked=_modules_of_other_packages(), code=code)
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_rest_is_really_absent_in_such_a_process() -> None:
    done = _run_without_them("import torch")
    assert done.returncode == 1
    assert "requirements-serve.txt" in done.stderr


@pytest.mark.model
def test_page_and_models_work_with_the_slim_set_alone() -> None:
    done = _run_without_them(OPEN_AND_ANALYSE)
    assert done.returncode == 0, done.stdout + done.stderr
