"""What every person in front of a browser does first."""

from __future__ import annotations

import re

from parts.site import Site
from playwright.sync_api import Page


def come_in(page: Page, site: Site) -> None:
    """By a link, as it is printed."""
    page.goto(site.link())
    page.get_by_role("button", name=re.compile("Log in|들어가기")).click()
    page.wait_for_url(site.address + "/")
