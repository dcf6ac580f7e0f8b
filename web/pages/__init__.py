"""The pages, one noun a file: each handler takes what a person asked and answers with a page or sends them on.

``door`` ``board`` ``stories`` ``sources`` ``new_source`` ``pack`` ``recipe`` ``watches`` (``timing``: when they hear,
``seen``: what they would) ``channels`` (``unsubscribe`` by mail) ``inbox`` (``lesson``: not this) ``deliveries``
``unsent`` ``clippings`` ``tokens`` ``status``, and ``sorry`` where something went wrong. ``rules`` reads what is typed
as one. ``websub`` is for hubs.
"""
