"""The pages, one noun a file: each handler takes what a person asked and answers with a page or sends them on.

``door`` ``board`` ``sources`` ``new_source`` ``pack`` ``watches`` ``channels`` ``inbox`` ``deliveries``
``status``, and ``sorry`` where something went wrong. ``websub`` is for hubs.
"""
