from turn import *


async def suicide():
    try:
        asyncio.current_task().cancel()
        say("goes on")
        await asyncio.sleep(0)
        say("never")
    finally:
        say("leaves")


async def main():
    task = spawn(suicide())
    say(await join(task))


run(main)
