"""Named queries, one noun a file: each takes a connection and values and returns values. No query decides anything.

In: ``sources`` (how they are ``asking``, their ``recipes``, when they make ``moves``, their ``troubles`` and
``rhythms``; the ``claims`` of polls, and ``visits`` that are none), what hosts ask for by ``rests`` and ``robots``,
the ``budgets`` of searches, ``subscriptions`` at hubs and their ``pushes``, ``headlines`` (``vanished`` ones), their
``bigrams``, a ``window`` of them. The desk: ``stories``, ``edits`` of them by hand, ``blocks`` of its log,
``watches``, their ``meetings`` and ``alerts``. Out: ``channels`` ``deliveries`` (on their way: ``sending``)
``renderings`` ``clippings``. And ``people``, their ``tokens``, ``facts`` of the installation, for whoever operates it
``overview``, ``standing``, ``gauges``, ``lags`` and ``retention``, and all that is ``sealed``.
"""
