"""Side-by-side measurements against named peers and the raw limit: `make bench` prints ratios. No tests."""
