from turn import *


async def main():
    try:
        async with timeout(2):
            await nap(2)
            say("slept")
    except TimeoutError:
        say("too late")
    say("end")


run(main)
