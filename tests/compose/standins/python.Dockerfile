# Stands in for the official Python image: `python` and pip from Debian's packages.
FROM sokbo-standin/debian:12
RUN apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
    ca-certificates python-is-python3 python3-venv && rm -rf /var/lib/apt/lists/*
CMD ["python"]
