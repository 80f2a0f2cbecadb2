from turn import *


async def guarded():
    try:
        try:
            async with timeout(9):
                await nap(100)
        except TimeoutError:
            say("never")
        say("never")
    finally:
        say("guarded leaves")


async def main():
    task = spawn(guarded())
    await nap(1)
    task.cancel()
    say(await join(task))
    await nap(10)
    say("end")


run(main)
