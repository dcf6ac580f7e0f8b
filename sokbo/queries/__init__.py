"""Named queries, one noun a file: each takes a connection and values and returns values. No query decides anything.

In: ``sources`` (how they are ``asking``, when they make ``moves``, their ``troubles`` and ``rhythms``), what hosts ask
for by ``rests`` and ``robots``, ``headlines``. The desk: ``stories`` ``watches`` ``alerts``. Out: ``channels``
``deliveries`` ``renderings``. And ``people``, ``facts`` of the installation, and ``overview`` for whoever operates it.
"""
