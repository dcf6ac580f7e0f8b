"""The nouns of the desk, and one door to each outside thing. Imports none of the other packages.

In the order a headline meets them:

- ``model``     frozen dataclasses, one for each moment of a headline's life (``value``: the cheap kind)
- ``meeting``   a watch and a story that met
- ``settings``  every ``SOKBO_*`` with its default, its origin and its help
- ``text``      titles for showing, and their labels; ``address``  addresses made canonical
- ``fold``      what titles and words are compared by; ``bigrams``  what they are found by
- ``press``     what headlines call things: hanja and names, by dated tables
- ``embargo``   until when a title asks to be kept from the public
- ``keys``      64-bit keys for what is looked up by the million
- ``secrets``   what is encrypted at rest, and tokens
- ``options``   how one source wants to be asked
- ``network``   the one guarded way out (``guard`` refuses, ``exchange`` what goes and comes, ``transfer``, ``failure``;
  ``large``: large bodies a few at a time; ``routed``: by a proxy, old TLS or headers of one's own)
- ``tables`` ``clipping_tables``    the SQLAlchemy tables (``migrations/`` beside it)
- ``columns``   what every table is made of
- ``database``  the engine, the transaction, what differs between SQLite and PostgreSQL
- ``queries``   named queries, one noun a file
- ``lease``     claim, renew, fence
- ``bus``       the one door to Redis
- ``installation``  the key and the time zone of the whole
- ``runtime``   what runs on a data folder; ``lifeline``  end when the supervisor does; ``logs``  lines
  for who operates it
- ``migrate``   the schema brought to this version; ``archive``  backup and restore
"""
