"""`ckan validation …`: check published files from the command line."""
