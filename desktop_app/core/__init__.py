"""The words of the program: models, errors, clock, cancel tokens, Work. Standard library only."""
