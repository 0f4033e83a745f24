"""RSS, RDF, Atom and JSON Feed; full texts from the articles' pages; comment feeds, read-only."""
