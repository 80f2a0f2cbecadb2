from turn import *


async def suicide():
    try:
        asyncio.current_task().cancel()
        await nap(7)
        say("never")
    finally:
        say("leaves")


async def main():
    task = spawn(suicide())
    say(await join(task))
    say("at once")


run(main)
