"""One folder a remote API: wire answers, pure mapping, the source."""
