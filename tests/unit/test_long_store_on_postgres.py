"""More tests of the store that need no file, on a server."""

import pytest
from on_postgres import of_the_store

pytestmark = pytest.mark.full

globals().update(
    of_the_store(
        "test_partial_store",
        "test_a_key_has_one_unit",
        "test_paper_store",
        "test_suspects",
        "test_row_history",
        "test_collecting",
        "test_months_of_work",
        "test_county_names",
    )
)


@pytest.fixture
def empty_store(server_store):
    return server_store
