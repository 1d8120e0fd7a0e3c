"""A file on its way in: kept in memory up to the limit, and not a byte further."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from members.imports.reading import MAX_BYTES

FORM_ALLOWANCE = 100_000  # the form around the file


def is_too_large(request):
    """Whether the request says itself that it is; its body is left unread then."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + FORM_ALLOWANCE


class BoundedUpload(FileUploadHandler):
    """Stops reading where a request is longer than it said, or does not say; `request.upload_stopped` tells."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.parts, self.received = [], 0

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > MAX_BYTES:
            self.parts, self.request.upload_stopped = [], True
            raise StopUpload(connection_reset=True)
        self.parts.append(raw_data)

    def file_complete(self, file_size):
        return SimpleUploadedFile(self.file_name, b"".join(self.parts), self.content_type)
