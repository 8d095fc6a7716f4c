"""The demonstration: three accounts and a handful of example datasets on a real territory."""
