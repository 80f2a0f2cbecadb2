from turn import *


async def main():
    event = asyncio.Event()
    try:
        async with timeout(2):
            await event.wait()
            say("never")
    except TimeoutError:
        say("too late")
    event.set()
    async with timeout(2):
        await event.wait()
        say("at once")


run(main)
