from turn import *


async def main():
    try:
        async with timeout(0):
            say("inside")
            await nap(1)
            say("never")
    except TimeoutError:
        say("too late")
    try:
        async with timeout(-3):
            say("does not suspend")
    except TimeoutError:
        say("never")
    await nap(0)
    say("end")


run(main)
