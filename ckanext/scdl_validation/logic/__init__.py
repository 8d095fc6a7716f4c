"""Actions, rights and input rules of the room."""
