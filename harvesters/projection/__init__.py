"""National tables cut for each commune: one YAML a table, one pass over the file, one derived dataset a commune."""
