# One image for every process: `sokbo web`, `sokbo beat`, `sokbo worker --queues …`; alone, `sokbo up`.
# Needs neither BuildKit nor a compiler. Wheels found in wheelhouse/ are used instead of the index (docs/operations/compose.md).
ARG PYTHON_IMAGE=python:3.13-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /sokbo
WORKDIR /src
# The glob is what makes the folder optional.
COPY requirements.lock wheelhous[e] ./wheelhouse/
RUN if ls wheelhouse/*.whl >/dev/null 2>&1; then printf '[global]\nno-index = true\nfind-links = /src/wheelhouse\n' >/sokbo/pip.conf; fi \
    && /sokbo/bin/pip install --quiet --require-hashes --prefer-binary -r wheelhouse/requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY sokbo sokbo
COPY worker worker
COPY notify notify
COPY feeds feeds
COPY web web
COPY cli cli
RUN /sokbo/bin/pip install --quiet --no-deps . && /sokbo/bin/python -m compileall -q /sokbo/lib && rm -f /sokbo/pip.conf

FROM ${PYTHON_IMAGE}
RUN groupadd --gid 10001 sokbo && useradd --uid 10001 --gid sokbo --no-create-home --home-dir /data sokbo \
    && install -d -o sokbo -g sokbo -m 0700 /data
COPY --from=build /sokbo /sokbo
ENV PATH=/sokbo/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 SOKBO_DATA_DIR=/data
USER sokbo
WORKDIR /data
VOLUME /data
EXPOSE 8000
CMD ["sokbo", "up", "--no-demo", "--host", "0.0.0.0", "--port", "8000"]
