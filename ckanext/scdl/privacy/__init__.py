"""Personal data: what must not be published, and where (see ``docs/developer/privacy.md``).

Nothing here changes a file nor decides: it says what a person has to look at.
"""

from ckanext.scdl.privacy.finding import PersonalData
from ckanext.scdl.privacy.inspection import inspect

__all__ = ["PersonalData", "inspect"]
