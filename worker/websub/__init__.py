"""WebSub (W3C Recommendation of 2018, and PubSubHubbub 0.3 and 0.4): publishers' hubs tell us of news, and polls rest.

In the order that a subscription lives:

- ``discover``   which hub a document names, and for what topic
- ``reach``      whether a hub could reach us at all, and where
- ``subscribe``  begin, renew and end subscriptions: the questions to hubs (``steps``: what their answers mean)
- ``verify``     a hub asks back whether we meant it
- ``signature``  whether a push is the hub's
- ``push``       what was pushed, read and written like a poll
- ``credit``     who saw it first (``trust``: may polls be fewer)
- ``words``      how a subscription stands, for a person
- ``task``       the stage's loop

The callback itself is `web.pages.websub`: it keeps a push before it answers, and wakes the stage.
"""
