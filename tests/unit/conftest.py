"""Unit tests: no server, no CKAN application."""
