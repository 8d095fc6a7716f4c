"""Field rules of the ground plugin."""
