"""Side-by-side measurements against named peers and the raw limit: `make bench` prints ratios. No tests.

``poll``, ``crowd`` and ``soak`` against ``publisher``; ``tree``: the whole product from outside;
``match``: headlines against up to a million watches; ``backtest``: a rule on a week of headlines;
``deliver``: the last mile, against ``receiver``;
``desk``: what the one desk does a second, how soon, and how it takes over;
``stories``: grouping alone, beside three ways to find near duplicates;
``fit_stories``: the weights of grouping, found anew on labelled streams, by hand;
``agreement``: our reader beside another, by hand.
"""
