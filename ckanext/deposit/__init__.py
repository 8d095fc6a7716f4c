"""The web forms by which a town hall publishes a file, from the choice of the data to its public address."""
