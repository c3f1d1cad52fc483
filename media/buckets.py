"""Files in a bucket of an S3 server. It fails as a folder does, with OSError; of a lost server, ConnectionError."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

LARGEST_PUT = 5 * 1024**3  # bytes: below it a file is sent whole, and so is there whole or not at all
ONE_YEAR = "public, max-age=31536000, immutable"


class Bucket(S3Storage):
    """A bucket whose files browsers fetch from ``public_url``, or without one a private one.

    No address is ever signed. ``answer_seconds`` is what a request waits for: people wait for an upload.
    """

    def get_default_settings(self):
        ours = {"public_url": "", "answer_seconds": 10, "querystring_auth": False, "file_overwrite": True}
        return super().get_default_settings() | ours

    def __init__(self, **options):
        super().__init__(**options)
        self.transfer_config = TransferConfig(multipart_threshold=LARGEST_PUT, use_threads=False)
        self.client_config = Config(
            connect_timeout=3,
            read_timeout=self.answer_seconds,
            retries={"total_max_attempts": 2, "mode": "standard"},
            s3={"addressing_style": "path" if self.endpoint_url else "auto"},
            # Other servers than Amazon's may not know the newer ones.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )

    def get_object_parameters(self, name):
        """Its type by the name that the library gave it, whatever a browser said of the upload."""
        parameters = {"ContentType": f"image/{PurePath(name).suffix[1:]}"}
        return parameters | ({"CacheControl": ONE_YEAR} if self.public_url else {})

    def url(self, name, **kwargs):
        if not self.public_url:
            raise ValueError("This file is not accessible via a URL.")  # as Django's FileSystemStorage does
        return f"{self.public_url}/{filepath_to_uri(name)}"

    def exists(self, name):
        with failing_as_a_disk_does():
            return super().exists(name)

    def delete(self, name):
        with failing_as_a_disk_does():
            super().delete(name)

    def size(self, name):
        with failing_as_a_disk_does():
            return super().size(name)

    def listdir(self, name):
        with failing_as_a_disk_does():
            return super().listdir(name)

    def _open(self, name, mode="rb"):
        with failing_as_a_disk_does():
            file = super()._open(name, mode)
            return file.open()  # fetched here, and not at the first read, where nobody looks for a failure

    def _save(self, name, content):
        with failing_as_a_disk_does():
            return super()._save(name, content)


@contextmanager
def failing_as_a_disk_does() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        raise OSError(f"the storage for pictures answered “{code}”") from error
    except (NoCredentialsError, PartialCredentialsError) as error:
        raise OSError("the keys of the storage for pictures are not set") from error
    except (BotoCoreError, Boto3Error) as error:
        raise ConnectionError("the storage for pictures does not answer") from error
