"""OUT: someone hears. In the order a headline meets them:

- ``rule``      the text of a rule to a tree
- ``index``     rarest terms to candidates
- ``match``     tree and headline to `Match` with its why (``term``, ``boundary``, ``particles``, ``english`` beside it)
- ``alert``     `Match` to alert, and alerts to deliveries
- ``deliver``   6 claim, send, record; ``carriers`` are the two ways out
- ``retry``     next attempt or dead
- ``message``   what a message says, to machines and to people
- ``channels``  the places that receive, one file each
"""
