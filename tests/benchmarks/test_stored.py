"""The tables of the scoring benchmark stand beside those of the domain: `make bench` reads both."""


def test_the_benchmarks_tables_are_its_own():
    from benchmarks.scoring import stored
    from domain.tables import METADATA

    assert stored.Application.metadata is not METADATA
