"""The pages, for people. Stands above the line and wakes it; reads and writes through named queries only.

- ``serve``        one process that listens
- ``app``          the routing table on one screen
- ``desk``         what every page has at hand
- ``asked``        one request by a person
- ``auth``         who is there: one-time links, sessions, other sites kept out
- ``proxies``      a trusted proxy speaks for its clients
- ``words``        Korean and English; ``words_rules``  of rules and searches; ``words_out``  of what goes out
- ``faults``       what the line says of a mistake, in Korean too
- ``render``       templates and what they may say (``plot``: their pictures)
- ``heat``         how hot a story is, who had it first, its course as a picture
- ``difference``   two titles as one, marked
- ``picker``       what a person chooses a channel from; ``push_key``  by which push services know us
- ``live``         new rows as they come
- ``health``       is it alive, is it ready; ``metrics``  how it stands; ``sentinel``  looks at a line whose desk can't
- ``serve_feeds``  feeds over HTTP; ``search_feed``  what a rule finds, as one
- ``ahead``        feeds that workers have rendered ahead
- ``pages``        one file a noun; ``api``  the same for programs
"""
