from turn import *


async def main():
    try:
        async with timeout(5):
            say("inside")
            await nap(1)
            say("still")
    except TimeoutError:
        say("never")
    say("end")
    await nap(7)
    say("nothing happens later")


run(main)
