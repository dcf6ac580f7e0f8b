"""What `sokbo doctor` looks at, each with what to do about it.

- ``check``     one thing looked at
- ``machine``   this machine: folder, disk, key, versions, names, time zone
- ``services``  what the product talks to: database, Redis, mail
- ``line``      what runs on them: stages, channels, sources
- ``matching``  what rules are judged by: the analyser, tables
"""
