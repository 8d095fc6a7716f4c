"""Actions and rights of the room."""
