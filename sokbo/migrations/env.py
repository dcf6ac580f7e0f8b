"""Alembic's way in: runs the steps on the connection that `sokbo.migrate` hands over."""

from __future__ import annotations

from alembic import context

from sokbo.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
context.run_migrations()
