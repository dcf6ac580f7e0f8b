"""Named queries, one noun a file: each takes a connection and values and returns values. No query decides anything."""
