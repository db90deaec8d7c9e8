# The dashboard and its refresher, for compose.yaml.
FROM python:3.13-slim
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir --constraint constraints.txt ".[postgres]" && useradd --create-home claimboard
USER claimboard
WORKDIR /home/claimboard
EXPOSE 8501
ENTRYPOINT ["claimboard"]
CMD ["run", "--host", "0.0.0.0"]
