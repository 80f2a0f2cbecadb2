from turn import *


async def plain(n):
    return n


async def other():
    for i in range(4):
        say("other %d", i)
        await nap(0)


async def main():
    mutex = asyncio.Lock()
    sem = asyncio.Semaphore(1)
    event = asyncio.Event()
    queue = asyncio.Queue(2)
    ended, beside = spawn(plain(5)), spawn(other())
    say("plain %d", await plain(1))
    await nap(0)
    say("ended %d", await ended)
    await mutex.acquire()
    say("locked")
    mutex.release()
    await sem.acquire()
    say("acquired")
    sem.release()
    await queue.put(5)
    say("put")
    say("got %d", await queue.get())
    event.set()
    await event.wait()
    say("set")
    await asyncio.gather()
    say("nothing gathered")
    await beside


run(main)
