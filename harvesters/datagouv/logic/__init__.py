"""Actions and rights of the harvester."""
