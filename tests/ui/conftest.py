"""What tests of pages share."""

import pytest

import ui.engine
from tests.ui.reports import FakeEngine


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """The page's engine, replaced."""
    engine = FakeEngine()
    monkeypatch.setattr(ui.engine, "engine", lambda variant=None: engine)
    return engine
