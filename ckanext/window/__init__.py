"""What a public body shows under its own name: its feeds, the block for its own site, its certificates."""
