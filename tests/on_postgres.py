"""Tests of a file's store that need no file, to be run on a server."""

import inspect
from collections.abc import Callable, Iterable
from importlib import import_module

#: what only a file can be asked, or what lies beside it; how it orders rows of one line of a sheet
OF_A_FILE = {
    "test_sheets_read_as_a_table_are_their_rows_one_by_one",
    "test_a_second_process_is_told_in_a_sentence",
    "test_a_link_to_the_file_is_the_same_store",
    "test_a_database_older_than_the_oldest_accepted_is_refused_and_not_touched",
    "test_a_database_of_a_later_program_is_refused_and_not_touched",
    "test_a_database_from_before_gets_its_table",
    "test_the_log_says_what_was_written",
    "test_backups_have_them_and_checks_know_of_it",
    "test_a_missing_version_is_a_fault",
    "test_zero_reports_of_several_units_are_one_write",
    "test_the_log_names_the_units_of_what_comes_in_and_of_what_is_returned",
    "test_renaming_the_home_county_keeps_every_value_also_of_closed_months",
}


def taken_from(
    modules: Iterable[str], is_wanted: Callable[[Callable], bool]
) -> dict[str, Callable]:
    """The tests of these modules that are wanted, under names of their own."""
    return {
        f"{name}_of_{module}": function
        for module in modules
        for name, function in vars(import_module(module)).items()
        if name.startswith("test_") and is_wanted(function)
    }


def of_the_store(*modules: str) -> dict[str, Callable]:
    """The tests of these modules that ask for an empty store."""

    def is_wanted(test: Callable) -> bool:
        asked = inspect.signature(test).parameters
        return (
            test.__name__ not in OF_A_FILE
            and "empty_store" in asked
            and asked.keys() <= {"empty_store", "monkeypatch", "seed"}
        )

    return taken_from(modules, is_wanted)
