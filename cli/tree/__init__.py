"""One supervised tree of processes on one machine.

``cli.up`` decides, and hands a plan to a process that imports next to nothing and so stays small:

- ``plan``          what is to run, as data
- ``product``       the product's own tree
- ``redis_server``  which Redis-compatible server, and how it is run
- ``supervise``     the loop: start, start again, stop
- ``child``         one process: its group, its restarts, its end
- ``backoff``       how long to wait before a restart (pure)
- ``pulse``         whether a process still answers
- ``lines``         what the processes say, on the terminal
"""
