"""Actions of the observatory."""
