# Builds the site of the folder that is mounted at /site:
#   docker build -t tourbook .
#   docker run --rm -u "$(id -u):$(id -g)" -v "$PWD:/site" tourbook
FROM python:3.13-slim

RUN apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/*
# The project belongs to whoever mounts it.
RUN git config --system --add safe.directory /site

ENV PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
COPY requirements.txt /opt/tourbook/
RUN python -m pip install --quiet --require-hashes --only-binary :all: -r /opt/tourbook/requirements.txt

COPY tourbook /opt/tourbook/tourbook/
COPY themes /opt/tourbook/themes/
# What `init --sample` and `server` write.
COPY content /opt/tourbook/content/
COPY schedule /opt/tourbook/schedule/
COPY schedule.yaml /opt/tourbook/
COPY docs/hosting /opt/tourbook/docs/hosting/
RUN python -m compileall -q /opt/tourbook

# PYTHONSAFEPATH: a project's files are never taken for modules of the program.
ENV PYTHONPATH=/opt/tourbook PYTHONSAFEPATH=1
USER 1000:1000
WORKDIR /site
ENTRYPOINT ["python", "-m", "tourbook"]
