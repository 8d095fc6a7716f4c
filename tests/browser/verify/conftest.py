from tests.browser.deposit.conftest import browsing, portal  # noqa: F401  # fixtures
