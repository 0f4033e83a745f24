"""Real servers for tests, brought up from the distribution's packages."""
