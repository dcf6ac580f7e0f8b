"""OUT: someone hears.

In the order a headline meets them:

- ``rule``       the text of a rule to a tree (pure)
- ``index``      the rarest letters of a rule to candidates (pure)
- ``match``      tree and title to the reasons why they match (pure)
- ``term``       where one term stands in one title (pure)
- ``boundary`` ``particles`` ``english``  what may touch a word and leave it that word (pure)
- ``alert``      match to alert, and alerts to deliveries (pure)
- ``message``    what a message tells, and the body of a hook (pure)
- ``wording``    what a person reads of it (pure)
- ``deliver``    6. claim, send, record
- ``carriers``   who carries a message, by the kind of channel
- ``retry``      next attempt or dead (pure)
- ``channels``   one file a channel
"""
