from turn import *


async def sleeper():
    try:
        await nap(100)
    finally:
        say("cleans up")
        await nap(3)
        say("is clean")


async def main():
    task = spawn(sleeper())
    await nap(1)
    task.cancel()
    say(await join(task))


run(main)
