"""Side-by-side measurements against named peers and the raw limit: `make bench` prints ratios. Nothing here is a test."""
