from turn import *


asked = False


async def careful():
    try:
        say("begins")
        await nap(5)
        say("is through")
        if asked:
            asyncio.current_task().cancel()
        await asyncio.sleep(0)
        say("never")
    finally:
        say("leaves")


async def main():
    global asked
    task = spawn(careful())
    await nap(1)
    asked = True
    say("asked")
    say(await join(task))


run(main)
