# The local stack's mail sink as a container; its source is mounted.
ARG PYTHON_IMAGE=python:3.11-slim
FROM ${PYTHON_IMAGE}
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
WORKDIR /src
COPY requirements.lock ./
COPY deploy/images deploy/images
RUN deploy/images/tools.sh && python3 deploy/images/locked.py aiosmtpd >/tmp/mail.txt && . deploy/images/indexes.sh \
    && uv pip install --quiet --python /tools/bin/python --require-hashes --constraint requirements.lock -r /tmp/mail.txt
WORKDIR /sink
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
CMD ["/tools/bin/python", "-c", "import asyncio, pathlib, mailsink; asyncio.run(mailsink.serve(pathlib.Path('/mail'), 1025, '0.0.0.0'))"]
