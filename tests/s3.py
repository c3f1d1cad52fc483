"""An S3 server of our own, in a process of its own, that can be made to stop answering."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import boto3

REGION = "eu-central-1"
KEYS = {"AWS_ACCESS_KEY_ID": "byline", "AWS_SECRET_ACCESS_KEY": "only for tests"}
ANYONE_MAY_READ = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}


class Server:
    def __init__(self, process: subprocess.Popen, address: str):
        self.process, self.address = process, address
        keys = {name.lower(): value for name, value in KEYS.items()}
        self.client = boto3.client("s3", endpoint_url=address, region_name=REGION, **keys)

    def make_bucket(self, name: str, *, public: bool) -> str:
        self.client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        if public:
            policy = {"Statement": [ANYONE_MAY_READ | {"Resource": f"arn:aws:s3:::{name}/*"}]}
            self.client.put_bucket_policy(Bucket=name, Policy=json.dumps(policy))
        return name

    def files(self, bucket: str) -> list[str]:
        return [entry["Key"] for entry in self.client.list_objects_v2(Bucket=bucket).get("Contents", [])]

    def stop_answering(self) -> None:
        """Connections are still taken: the worst that a server can do to those who wait."""
        self.process.send_signal(signal.SIGSTOP)

    def answer(self) -> None:
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def serving() -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    silence = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([sys.executable, "-m", "moto.server", "-p", str(port)], **silence)
    try:
        for _attempt in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
                break
            time.sleep(0.1)
        yield Server(process, f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.wait()
