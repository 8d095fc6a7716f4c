"""Who publishes: the public bodies of the territory, their official codes, their tree and the roles on it."""
