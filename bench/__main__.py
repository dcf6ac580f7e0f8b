"""All benches, one after the other: `make bench`."""

from __future__ import annotations

from bench import backtest, crowd, deliver, desk, match, poll, soak, stories, tree

poll.main()
crowd.main()
soak.main()
tree.main()
match.main()
backtest.main()
stories.main()
desk.main()
deliver.main()
