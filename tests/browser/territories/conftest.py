from tests.browser.deposit.conftest import browsing, portal, town  # noqa: F401  # fixtures
from tests.portal.shared import loaded, with_plugins  # noqa: F401  # fixtures
