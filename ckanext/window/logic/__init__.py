"""Actions and rights of the window plugin."""
