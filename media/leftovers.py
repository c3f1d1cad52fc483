"""Files that were to go while their storage was away, or that a killed process left behind."""

from django.core.files.storage import storages
from django_tasks import task

from media import retrying, sandbox
from media.folders import Folder

OURS = ("default", "originals")


@task()
def remove_files(names: dict[str, list[str]], attempt: int = 1) -> None:
    """Remove ``names`` (storage → files). Harmless when they are gone; tried again while the storage is away."""
    with retrying.tried_again(remove_files, names, attempt=attempt):
        for storage, of_storage in names.items():
            for name in of_storage:
                storages[storage].delete(name)


def clear() -> int:
    """Remove what killed processes have left half written on this machine; return how many pieces."""
    folders = [storages[name] for name in OURS if isinstance(storages[name], Folder)]
    return sum(folder.clear() for folder in folders) + sandbox.clear()
