"""Files of sessions that were left leave the memory; those of a session that is there stay."""

from types import SimpleNamespace

from pages._serving import uploads


def test_files_of_sessions_that_were_left_are_dropped_after_a_while(monkeypatch):
    file = SimpleNamespace(data=bytes(10))
    manager = SimpleNamespace(file_storage={"here": {"1": file}, "left": {"1": file}, "back": {"1": file}})
    manager.remove_session_files = manager.file_storage.pop
    here, clock = {"here"}, [0.0]
    monkeypatch.setattr(uploads, "exists", lambda: True)
    monkeypatch.setattr(uploads, "get_instance", lambda: SimpleNamespace(uploaded_file_mgr=manager, is_active_session=here.__contains__))
    janitor = uploads.Janitor(clock=lambda: clock[0])
    janitor.look()
    clock[0], here = 100, here.add("back") or here
    janitor.look()
    clock[0] = 149
    janitor.look()
    assert set(manager.file_storage) == {"here", "left", "back"}
    clock[0] = 151
    janitor.look()
    assert set(manager.file_storage) == {"here", "back"} and uploads.held() == {"here": 10, "back": 10}
