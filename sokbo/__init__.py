"""The nouns of the desk, and one door to each outside thing. Imports none of the other packages.

In the order a headline meets them:

- ``model``     frozen dataclasses, one for each moment of a headline's life
- ``settings``  every ``SOKBO_*`` with its default, its origin and its help
- ``text``      titles for showing, labels, the match key; addresses made canonical
- ``secrets``   what is encrypted at rest, and tokens
- ``network``   the one guarded way out
- ``tables``    the SQLAlchemy tables (``migrations/`` beside it)
- ``database``  the engine, the transaction, what differs between SQLite and PostgreSQL
- ``queries``   named queries, one noun a file
- ``lease``     claim, renew, fence
- ``bus``       the one door to Redis
"""
