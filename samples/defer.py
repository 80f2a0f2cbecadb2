"""The twin of defer.ac."""
import asyncio
from contextlib import contextmanager


@contextmanager
def opened(name):
    if name is None:
        raise OSError
    print("open", name)
    try:
        yield
    finally:
        print("close", name)


async def copy(source, target):
    try:
        with opened(source), opened(target):
            await asyncio.sleep(0.1)
            print("copied")
        return 0
    except OSError:
        return -1


async def main():
    print("the copy:", await copy("a", "b"))
    print("the copy without a target:", await copy("a", None))

    task = asyncio.create_task(copy("a", "b"))
    await asyncio.sleep(0.05)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("the copy that was cancelled: done with")


asyncio.run(main())
