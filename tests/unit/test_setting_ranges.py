"""Settings that are read are also possible: a wrong number or name is refused at the start, by its name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.domain.errors import Misconfigured
from config import Settings

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/settings.md"
RANGES = [
    ("PORT", 1, 65535),
    ("CHANCERY_SESSION_IDLE_MINUTES", 1, 1440),
    ("CHANCERY_SESSION_HOURS", 1, 168),
    ("CHANCERY_UPLOAD_LIMIT_MB", 1, 10240),
    ("CHANCERY_EXTRACTION_MEMORY_MB", 128, 65536),
    ("CHANCERY_EXTRACTION_TIMEOUT_S", 1, 3600),
    ("CHANCERY_WEB_THREADS", 1, 128),
]


@pytest.mark.parametrize(("name", "least", "most"), RANGES)
def test_a_number_outside_its_range_is_refused(name: str, least: int, most: int) -> None:
    for inside in (least, most):
        Settings.from_environment({name: str(inside)})
    for outside in (least - 1, most + 1, "-1", "1.5", "²", "9" * 5_000, "ten"):
        with pytest.raises(Misconfigured, match=f"{name} must be .* from {least} to {most}"):
            Settings.from_environment({name: str(outside)})


@pytest.mark.parametrize(("name", "least", "most"), RANGES)
def test_the_page_of_settings_names_the_range(name: str, least: int, most: int) -> None:
    (row,) = re.findall(rf"^\| `{name}` .*$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert f"{least} to {most}" in row


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ("Public,Public", "stands twice"),
        ("Public,PUBLIC", "stands twice"),
        ("A/B,C", "'A/B' is no name"),
        (",", "one level at least"),
        ("1st", "is no name"),
        ("x" * 41, "is no name"),
    ],
)
def test_levels_that_labels_could_not_be_read_by_are_refused(levels: str, words: str) -> None:
    with pytest.raises(Misconfigured, match=f"CHANCERY_LEVELS: .*{words}"):
        Settings.from_environment({"CHANCERY_LEVELS": levels})


@pytest.mark.parametrize(
    ("compartments", "words"),
    [("A,A", "stands twice"), ("hr", "is no name"), ("A/B", "is no name"), ("REL", "is no name")],
)
def test_compartments_that_labels_could_not_be_read_by_are_refused(
    compartments: str, words: str
) -> None:
    with pytest.raises(Misconfigured, match=f"CHANCERY_COMPARTMENTS: .*{words}"):
        Settings.from_environment({"CHANCERY_COMPARTMENTS": compartments})


@pytest.mark.parametrize("levels", ["Öffentlich,Nur für den Dienst,VS-Vertraulich", "U", "L0,L1"])
def test_a_label_of_any_level_taken_can_be_read_back(levels: str) -> None:
    scheme = Settings.from_environment({"CHANCERY_LEVELS": levels}).label_scheme

    assert [scheme.parse(str(label)) for label in (scheme.bottom, scheme.intake)] == [
        scheme.bottom,
        scheme.intake,
    ]


CLUSTER = {
    "CHANCERY_SEARCH_ENGINE": "opensearch",
    "CHANCERY_OPENSEARCH_URLS": "https://search-1.example.org:9200, https://search-2.example.org:9200",
}


def test_a_cluster_is_read_as_it_is_written() -> None:
    account = {"CHANCERY_OPENSEARCH_USER": "chancery", "CHANCERY_OPENSEARCH_PASSWORD": "s3cret"}
    cluster = Settings.from_environment({**CLUSTER, **account}).search_cluster
    assert cluster is not None
    assert cluster.urls == (
        "https://search-1.example.org:9200",
        "https://search-2.example.org:9200",
    )
    assert (cluster.user, cluster.password, cluster.replicas) == ("chancery", "s3cret", 1)
    assert "s3cret" not in repr(cluster)


def test_settings_of_a_cluster_mean_nothing_to_another_engine() -> None:
    only_urls = {"CHANCERY_OPENSEARCH_URLS": "nonsense"}
    assert Settings.from_environment(only_urls).search_cluster is None


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("URLS", "", "must name at least one node"),
        ("URLS", "search-1:9200", "address 1 must be like https://"),
        ("URLS", "https://a, ftp://b", "address 2 must be like https://"),
        ("URLS", "https://a:nine", "address 1 cannot be read"),
        ("URLS", "https://root:hunter2@a", "must not hold a name or password"),
        ("URLS", "https://a/index", "must end after the host"),
        ("USER", "somebody", "and the password go together"),
        ("PASSWORD", "hunter2", "and the password go together"),
        ("CA_FILE", "/nowhere/ca.pem", "must be a file"),
        ("PREFIX", "Other-Archive", "small letters"),
        ("SHARDS", "0", "from 1 to 64"),
        ("REPLICAS", "9", "from 0 to 8"),
        ("LIMIT_S", "121", "from 1 to 120"),
    ],
)
def test_a_cluster_that_cannot_be_is_refused(name: str, value: str, words: str) -> None:
    with pytest.raises(Misconfigured, match=words) as refusal:
        Settings.from_environment({**CLUSTER, f"CHANCERY_OPENSEARCH_{name}": value})
    assert f"CHANCERY_OPENSEARCH_{'USER' if name == 'PASSWORD' else name}" in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


def test_production_wants_an_encrypted_line_to_other_machines() -> None:
    def reasons(urls: str) -> str:
        environment = {**CLUSTER, "CHANCERY_OPENSEARCH_URLS": urls, "CHANCERY_MODE": "production"}
        with pytest.raises(Misconfigured) as refusal:
            Settings.from_environment(environment).check_production()
        return str(refusal.value)

    assert "CHANCERY_OPENSEARCH_URLS" in reasons("http://search-1.example.org:9200")
    assert "CHANCERY_OPENSEARCH_URLS" not in reasons("https://a, http://127.0.0.1:9200")
