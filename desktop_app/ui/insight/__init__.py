"""Key points, stories, listening, asking: made when it is switched on, after the first paint."""
