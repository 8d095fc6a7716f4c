from __future__ import annotations

import pytest

from tests.unit.projection.tables import Server


@pytest.fixture
def server():
    served = Server()
    yield served
    served.stop()
