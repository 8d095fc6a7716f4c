"""What comes in: one folder a kind of source."""
