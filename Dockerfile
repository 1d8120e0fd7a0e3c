# The portal's image: fonts and design from npm, Python packages by hash, then only what runs.
# The same image runs web, worker, beat and migrate; docker-compose.yml says which.

FROM node:22-bookworm-slim AS design
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM python:3.12-slim-bookworm AS packages
RUN python -m venv /venv
COPY requirements/base.txt /build/base.txt
RUN /venv/bin/python -m pip install --no-cache-dir --no-deps --only-binary :all: --require-hashes -r /build/base.txt

FROM python:3.12-slim-bookworm AS portal
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /tmp --shell /usr/sbin/nologin portal
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=netzwerk.settings \
    NODE_MODULES=/app/node_modules \
    STATIC_ROOT=/app/staticfiles \
    MEDIA_ROOT=/media \
    BEAT_SCHEDULE=/schedule/beat
WORKDIR /app
COPY --from=packages /venv /venv
COPY --from=design /build/node_modules node_modules
COPY . .
# Values for this one command only; the running image has none of them and refuses to start without its own.
RUN SECRET_KEY=build ALLOWED_HOSTS=build SITE_URL=https://build.invalid EMAIL_URL=consolemail:// \
    DATABASE_URL=postgresql://build@127.0.0.1/build REDIS_URL=redis://127.0.0.1/0 \
    python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q netzwerk members meetings trainings reporting_paths \
    && install --directory --owner=portal --mode=0750 /media /schedule
USER portal
EXPOSE 8000
VOLUME /media
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
    CMD ["python", "-m", "netzwerk.healthcheck", "web"]
CMD ["gunicorn", "--config", "docker/gunicorn.conf.py", "netzwerk.wsgi"]
