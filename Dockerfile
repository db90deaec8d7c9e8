# The dashboard and its refresher, for compose.yaml.
FROM python:3.13-slim
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir --constraint constraints.txt ".[postgres]" && useradd --create-home claimboard
USER claimboard
WORKDIR /home/claimboard
EXPOSE 8501
# By which names readers ask for the board; this one is of who runs the container: docker run -p 127.0.0.1:8501:8501 …
ENV CLAIMBOARD_ALLOWED_HOSTS=localhost
ENTRYPOINT ["claimboard"]
CMD ["run", "--host", "0.0.0.0"]
