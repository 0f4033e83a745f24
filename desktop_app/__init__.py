"""Daily8 Desktop: a news client that joins the news with a writable conversation."""

__version__ = "0.1.0"
