"""The demo newsroom: a small publisher of invented news on this machine, for a first look without a network.

- ``script``     what is out at which second (pure); its lines are in ``script.toml``
- ``pages``      two boards, three feeds and articles as bytes (pure)
- ``publisher``  serves them on loopback, as a process of its own
- ``seed``       adds the newsroom's sources and watches, and takes them away again
"""
