"""Threads: as many as there are real cores, or as the person asked for, and never more than can run."""

import os
from pathlib import Path

import pytest

from core import settings
from core.cores import usable_cores
from core.settings import Settings

EIGHT = set(range(8))


@pytest.fixture(autouse=True)
def eight_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(os, "process_cpu_count", lambda: 8, raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: EIGHT, raising=False)


def _put(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf8")
    return root


def _pairs(root: Path) -> Path:
    """Two hyper-threads on each of four cores."""
    place = "sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"
    return _put(root, {place.format(cpu): f"{cpu % 4},{cpu % 4 + 4}\n" for cpu in EIGHT})


def test_without_proc_and_sys_what_python_counts_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert usable_cores(tmp_path) == 8
    monkeypatch.delattr(os, "sched_getaffinity")
    assert usable_cores(tmp_path) == 8


def test_two_threads_of_one_core_count_once(tmp_path: Path) -> None:
    assert usable_cores(_pairs(tmp_path)) == 4


def test_cores_that_the_process_may_not_run_on_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 4}, raising=False)
    assert usable_cores(_pairs(tmp_path)) == 2


@pytest.mark.parametrize(
    ("files", "cores"),
    [
        ({"proc/self/cgroup": "0::/", "sys/fs/cgroup/cpu.max": "250000 100000\n"}, 2),
        ({"proc/self/cgroup": "0::/", "sys/fs/cgroup/cpu.max": "50000 100000\n"}, 1),
        ({"proc/self/cgroup": "0::/", "sys/fs/cgroup/cpu.max": "max 100000\n"}, 8),
        ({"proc/self/cgroup": "0::/a/b", "sys/fs/cgroup/a/cpu.max": "300000 100000\n"}, 3),
        (
            {
                "proc/self/cgroup": "9:name=systemd:/\n4:cpu,cpuacct:/docker/x\n0::/",
                "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "200000\n",
                "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
            },
            2,
        ),
        (
            {
                "proc/self/cgroup": "4:cpu:/",
                "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
                "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
            },
            8,
        ),
        ({"proc/self/cgroup": "0::/"}, 8),
    ],
)
def test_a_container_gets_no_more_threads_than_its_share(tmp_path: Path, files: dict[str, str], cores: int) -> None:
    assert usable_cores(_put(tmp_path, files)) == cores


@pytest.mark.parametrize(("cores", "asked", "threads"), [(2, None, 2), (16, None, 4), (16, "8", 8), (2, "64", 2)])
def test_what_the_person_asks_for_holds_up_to_the_real_cores(
    monkeypatch: pytest.MonkeyPatch, cores: int, asked: str | None, threads: int
) -> None:
    monkeypatch.setattr(settings, "usable_cores", lambda: cores)
    monkeypatch.delenv("ATTUNE_THREADS", raising=False)
    if asked:
        monkeypatch.setenv("ATTUNE_THREADS", asked)
    assert Settings.from_environment().threads == threads


@pytest.mark.parametrize("asked", ["0", "-1", "two", "1.5", ""])
def test_threads_that_are_no_number_above_zero_are_refused(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setenv("ATTUNE_THREADS", asked)
    with pytest.raises(ValueError, match="ATTUNE_THREADS"):
        Settings.from_environment()
