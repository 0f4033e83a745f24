"""The sidebar: lists, folders and sources."""
