"""Who must publish what, who has, who is late."""
