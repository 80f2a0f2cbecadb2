from turn import *


async def sleeper():
    try:
        say("sleeps")
        await nap(100)
        say("never")
    finally:
        say("clean-up")


async def main():
    task = spawn(sleeper())
    await nap(1)
    say("cancel")
    task.cancel()
    say("asked")
    say(await join(task))


run(main)
