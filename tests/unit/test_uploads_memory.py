"""Files of sessions that were left leave the memory; those of a session that is there stay."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from pages._server import upload_limits


def test_files_of_sessions_that_were_left_are_dropped_after_a_while(monkeypatch):
    manager = MemoryUploadedFileManager("/upload")
    for session in ("here", "left", "back"):
        manager.add_file(session, UploadedFileRec("1", "a.xlsx", "", bytes(10)))
    here, clock = {"here"}, [0.0]
    monkeypatch.setattr(upload_limits, "exists", lambda: True)
    monkeypatch.setattr(
        upload_limits,
        "get_instance",
        lambda: SimpleNamespace(uploaded_file_mgr=manager, is_active_session=here.__contains__),
    )
    cleaner = upload_limits.UploadCleaner(clock=lambda: clock[0])
    cleaner.look()
    clock[0], here = 100, here.add("back") or here
    cleaner.look()
    clock[0] = 149
    cleaner.look()
    assert set(manager.file_storage) == {"here", "left", "back"}
    clock[0] = 151
    cleaner.look()
    assert set(manager.file_storage) == {"here", "back"} and upload_limits.held_bytes() == {
        "here": 10,
        "back": 10,
    }


def test_what_is_on_its_way_counts_as_what_is_there(monkeypatch):
    monkeypatch.setattr(upload_limits, "held_bytes", dict)
    monkeypatch.setattr(upload_limits, "MOST_OF_SESSION", 100)
    monkeypatch.setattr(upload_limits, "MOST_OF_ALL", 150)
    answers = []

    async def run():
        going = asyncio.Event()

        async def reading(scope, receive, send):
            await going.wait()
            answers.append("read")

        async def refused(message):
            if message["type"] == "http.response.start":
                answers.append(message["status"])

        limited = upload_limits.UploadLimitMiddleware(reading)

        def upload(session: str):
            scope = {
                "type": "http",
                "method": "PUT",
                "path": f"/_stcore/upload_file/{session}/x",
                "headers": [(b"content-length", b"60")],
            }
            return asyncio.create_task(limited(scope, None, refused))

        under_way = [upload("a"), upload("b")]
        await asyncio.sleep(0)
        await asyncio.gather(
            upload("a"), upload("c")
        )  # beyond what a session may hold, and all together
        going.set()
        await asyncio.gather(*under_way)
        await upload("a")

    # a browser of another test may keep a loop running in this thread
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result()
    assert answers == [503, 503, "read", "read", "read"]
