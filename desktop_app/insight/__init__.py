"""What is computed on the reader's machine from texts alone: no network, no files, no model."""
