"""Actions, rights and field rules of the territories plugin."""
