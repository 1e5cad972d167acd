"""Files of sessions that were left leave the memory; those of a session that is there stay."""

import asyncio
from types import SimpleNamespace

from pages._server import upload_limits


def test_files_of_sessions_that_were_left_are_dropped_after_a_while(monkeypatch):
    file = SimpleNamespace(data=bytes(10))
    manager = SimpleNamespace(
        file_storage={"here": {"1": file}, "left": {"1": file}, "back": {"1": file}}
    )
    manager.remove_session_files = manager.file_storage.pop
    here, clock = {"here"}, [0.0]
    monkeypatch.setattr(upload_limits, "exists", lambda: True)
    monkeypatch.setattr(
        upload_limits,
        "get_instance",
        lambda: SimpleNamespace(uploaded_file_mgr=manager, is_active_session=here.__contains__),
    )
    janitor = upload_limits.UploadCleaner(clock=lambda: clock[0])
    janitor.look()
    clock[0], here = 100, here.add("back") or here
    janitor.look()
    clock[0] = 149
    janitor.look()
    assert set(manager.file_storage) == {"here", "left", "back"}
    clock[0] = 151
    janitor.look()
    assert set(manager.file_storage) == {"here", "back"} and upload_limits.held() == {
        "here": 10,
        "back": 10,
    }


def test_what_is_on_its_way_counts_as_what_is_there(monkeypatch):
    monkeypatch.setattr(upload_limits, "held", dict)
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

        bounded = upload_limits.UploadLimitMiddleware(reading)

        def upload(session: str):
            scope = {
                "type": "http",
                "method": "PUT",
                "path": f"/_stcore/upload_file/{session}/x",
                "headers": [(b"content-length", b"60")],
            }
            return asyncio.create_task(bounded(scope, None, refused))

        under_way = [upload("a"), upload("b")]
        await asyncio.sleep(0)
        await asyncio.gather(
            upload("a"), upload("c")
        )  # beyond what a session may hold, and all together
        going.set()
        await asyncio.gather(*under_way)
        await upload("a")

    asyncio.run(run())
    assert answers == [503, 503, "read", "read", "read"]
