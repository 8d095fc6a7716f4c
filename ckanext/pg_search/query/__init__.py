"""From the text of a query to a tree of clauses, without any database."""
