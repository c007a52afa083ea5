"""Which tests share a process when there are several: all that drive the browser, which is one; the others by file."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """The marker is known also where the tests run in one process."""
    config.addinivalue_line("markers", "xdist_group(name): tests of one group run in the same process")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A group for each test."""
    for item in items:
        room = item.path.parent.name
        item.add_marker(pytest.mark.xdist_group(room if room == "browser" else f"{room}.{item.path.stem}"))
