"""What other rooms can listen to."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

# Sent with the resource's id when its file, held until then, goes out: its table can be loaded.
released = tk.signals.ckanext.signal("scdl_validation:released")
