from turn import *


async def listener():
    await event.wait()
    say("listener")


async def sleeper(name):
    await nap(1)
    say(name)
    event.set()


async def follower(task):
    await task
    say("follower")


async def main():
    global event
    event = asyncio.Event()
    a = spawn(sleeper("sleeper"))
    b, c = spawn(listener()), spawn(follower(a))
    await nap(1)
    say("main")
    await asyncio.sleep(0)
    say("main yields")
    await b
    await c
    say("end")


run(main)
