"""Small widgets that every pane is made of."""
