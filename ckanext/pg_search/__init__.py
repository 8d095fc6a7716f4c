"""CKAN's search on PostgreSQL: the same answers as Solr's, without Solr."""
