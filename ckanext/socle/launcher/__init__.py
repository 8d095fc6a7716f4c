"""The launcher: one command starts, supervises and stops a whole portal (`make demo`, the compose image, the tests)."""
