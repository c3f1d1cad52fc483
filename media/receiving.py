"""How a large upload reaches this machine: in a temporary file, for which there may be no room."""

from contextlib import suppress
from io import RawIOBase

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class Receiver(TemporaryFileUploadHandler):
    """Django's, but a full disk ends no request: the rest of the form arrives, with a file that says why it is none."""

    def new_file(self, *args, **kwargs):
        self.failure = None
        self._try(super().new_file, *args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        self._try(super().receive_data_chunk, raw_data, start)

    def file_complete(self, file_size):
        file = self._try(super().file_complete, file_size)
        return file or UploadedFile(Lost(self.failure), self.file_name, self.content_type, file_size)

    def _try(self, step, *args, **kwargs):
        """Take one step more, unless one has failed already; what was written until then goes."""
        if self.failure:
            return None
        try:
            return step(*args, **kwargs)
        except OSError as error:
            self.failure = error
            with suppress(OSError, AttributeError):  # no room to close it properly; no file to close
                self.file.close()
            return None


class Lost(RawIOBase):
    """A file that was sent and could not be kept: whoever reads it learns why."""

    def __init__(self, why: OSError):
        super().__init__()
        self.why = why

    def seek(self, *args):
        raise self.why

    def readinto(self, *args):
        raise self.why
