from tests.browser.deposit.conftest import browsing, portal, town  # noqa: F401  # fixtures
