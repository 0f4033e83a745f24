"""The only room that talks HTTP: time-outs, caps, politeness, redirects, secrets kept at home."""
