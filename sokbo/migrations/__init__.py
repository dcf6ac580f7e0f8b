"""The schema's history, run by Alembic; every released step stays as it was."""
