"""SQLite: schema, migrations, one file a table family, full-text search."""
