"""Pictures in S3 instead of a folder, where S3_BUCKET says so: which buckets, and where browsers fetch from."""

import re
from importlib.util import find_spec
from urllib.parse import urlsplit

from config.environment import is_address, read, wrong

BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
ALONE = ("S3_ORIGINALS_BUCKET", "S3_ENDPOINT", "S3_REGION", "S3_PUBLIC_URL")


def storages(site: str) -> dict[str, dict]:
    """Return what STORAGES says of renditions and originals; nothing where S3_BUCKET is unset."""
    bucket = read("str", "S3_BUCKET", "")
    originals, endpoint, region, public_url = (read("str", name, "").rstrip("/") for name in ALONE)
    if not bucket:
        for name, value in zip(ALONE, (originals, endpoint, region, public_url), strict=True):
            if value:
                raise wrong(name, value, "says nothing without S3_BUCKET, which is not set")
        return {}
    _check_buckets(bucket, originals)
    for name, address in (("S3_ENDPOINT", endpoint), ("S3_PUBLIC_URL", public_url)):
        if address and not is_address(address, with_path=name == "S3_PUBLIC_URL"):
            raise wrong(name, address, "is not an address such as https://s3.example.org")
    if not (endpoint or region):
        raise wrong("S3_BUCKET", bucket, "is nowhere yet: set S3_REGION, or S3_ENDPOINT where it is not Amazon’s")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise wrong("S3_BUCKET", bucket, "needs a driver: pip install 'django-storages[s3]'")
    public_url = public_url or _address_of(bucket, endpoint, region)
    if urlsplit(site).scheme == "https" and urlsplit(public_url).scheme != "https":
        raise wrong("S3_PUBLIC_URL", public_url, "is not https, as BYLINE_URL is: browsers would show no picture")
    server = {"endpoint_url": endpoint or None, "region_name": region or "us-east-1"}
    return {
        "default": _bucket(bucket_name=bucket, public_url=public_url, **server),
        # Originals carry places and serial numbers: no address leads to them.
        "originals": _bucket(bucket_name=originals, **server),
    }


def hosts(storages: dict[str, dict]) -> list[str]:
    """Return where browsers fetch pictures from besides the site, as a Content-Security-Policy says it."""
    public_url = urlsplit(storages["default"]["OPTIONS"].get("public_url", ""))
    return [f"{public_url.scheme}://{public_url.netloc}"] if public_url.netloc else []


def _check_buckets(bucket: str, originals: str) -> None:
    for name, value in (("S3_BUCKET", bucket), ("S3_ORIGINALS_BUCKET", originals)):
        if value and not BUCKET.fullmatch(value):
            raise wrong(name, value, "is not the name of a bucket: 3 to 63 small letters, digits, dots and hyphens")
    # A bucket is opened to readers as a whole, so that one for both would be a slip away from showing originals.
    if originals in ("", bucket):
        raise wrong(
            "S3_ORIGINALS_BUCKET", originals, "is not a bucket of its own, closed to everybody, as originals need one"
        )


def _bucket(**options) -> dict:
    return {"BACKEND": "media.buckets.Bucket", "OPTIONS": options}


def _address_of(bucket: str, endpoint: str, region: str) -> str:
    if endpoint:
        return f"{endpoint}/{bucket}"
    if "." in bucket:  # Amazon’s certificate holds for one label only
        return f"https://s3.{region}.amazonaws.com/{bucket}"
    return f"https://{bucket}.s3.{region}.amazonaws.com"
