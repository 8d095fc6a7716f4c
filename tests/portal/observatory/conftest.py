from tests.portal.deposit.conftest import act, begin, town  # noqa: F401  # fixtures
from tests.portal.shared import app, loaded, with_plugins  # noqa: F401  # fixtures
