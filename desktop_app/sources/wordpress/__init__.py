"""Newsrooms that run on WordPress, over the REST API of WordPress core."""
