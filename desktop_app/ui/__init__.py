"""The window: the only room that draws. Data comes and goes through services."""
