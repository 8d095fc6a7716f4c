"""Input rules of the actions."""
