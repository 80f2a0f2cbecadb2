from turn import *


async def child(n):
    await nap(n)
    say("child %d", n)


async def main():
    tasks = [spawn(child(3)), spawn(child(1)), spawn(child(2))]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    say("the first was %d", tasks.index(done.pop()))
    await asyncio.gather(*tasks)
    say("all")


run(main)
