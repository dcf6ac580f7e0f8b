"""All benches, one after the other: `make bench`."""

from __future__ import annotations

from bench import poll, tree

poll.main()
tree.main()
