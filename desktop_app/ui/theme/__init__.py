"""Colours, fonts, icons and laid-out text: what every pane paints with."""
