"""The observatory plugin: what each body must publish, and where it stands."""

from __future__ import annotations

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk

from ckanext.observatory.logic import action, auth, validators


@tk.blanket.config_declarations
@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
@tk.blanket.validators(validators)
class ObservatoryPlugin(plugins.SingletonPlugin):
    """Wires the observatory into CKAN."""
