"""Qt without pictures: lanes, hub, timers, single instance, and listening on loopback."""
