"""Actions, rights and input rules of the deposits."""
