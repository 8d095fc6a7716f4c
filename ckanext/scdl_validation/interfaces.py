"""What other plugins can say of checks."""

from __future__ import annotations

from typing import Any

import ckan.plugins as plugins
from ckan.types import Context

try:  # A plugin written for ckanext-validation implements its interface, where that package is installed.
    from ckanext.validation.interfaces import IDataValidation
except ImportError:

    class IDataValidation(plugins.Interface):  # type: ignore[no-redef]
        """Say whether the file of a resource may be checked (ckanext-validation's interface)."""

        def can_validate(self, context: Context, data_dict: dict[str, Any]) -> bool:  # noqa: ARG002
            """Return False to leave a resource unchecked.

            Args:
                context: of the call.
                data_dict: the resource.
            """
            return True


__all__ = ["IDataValidation"]


def allowed(resource: dict[str, Any]) -> bool:
    """Whether every plugin lets a resource be checked."""
    return all(plugin.can_validate({}, resource) for plugin in plugins.PluginImplementations(IDataValidation))
