"""The twin of group.ac."""
import asyncio


class NoSuchPage(Exception):
    pass


async def get(page, delay, error):
    print("get", page)
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(f"{page}: cancelled")
        raise
    if error:
        print(f"{page}: no such page")
        raise NoSuchPage(error)
    print(f"{page}: 100 bytes")


async def main():
    try:
        async with asyncio.TaskGroup() as pages:
            pages.create_task(get("one", 0.1, 0))
            pages.create_task(get("two", 0.2, 404))
            pages.create_task(get("three", 0.3, 0))
    except* NoSuchPage as failure:
        print("the group failed:", failure.exceptions[0])


asyncio.run(main())
