# The dashboard and its refresher, for compose.yaml. The image holds the installed package and nothing that built it.
#
# A digest names one image for good, where a tag moves. Renew it now and then: `docker buildx imagetools inspect
# python:3.13-slim` prints today's.
ARG PYTHON=python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b

FROM ${PYTHON} AS build
WORKDIR /src
RUN python -m venv /opt/claimboard
ENV PATH=/opt/claimboard/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements/server.txt requirements/server.txt
RUN pip install --require-hashes --requirement requirements/server.txt
COPY . .
RUN pip install --no-deps --no-build-isolation . && pip uninstall --yes hatchling editables trove-classifiers pip

FROM ${PYTHON}
COPY --from=build /opt/claimboard /opt/claimboard
RUN useradd --uid 10001 --no-create-home --home-dir /tmp claimboard
USER 10001:10001
WORKDIR /tmp
ENV PATH=/opt/claimboard/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOME=/tmp
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/healthz', timeout=8)"]
ENTRYPOINT ["claimboard"]
# Name who may ask for it: CLAIMBOARD_ALLOWED_HOSTS=board.example.org; localhost, from the machine that runs it only.
CMD ["run", "--host", "0.0.0.0"]
