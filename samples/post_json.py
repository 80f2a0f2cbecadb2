"""The twin of post_json.ac, on aiohttp."""
# NEEDS: aiohttp
import asyncio
import json
import sys

import aiohttp


async def show(session, url, data, kind):
    async with session.post(url, data=data, headers={"Content-Type": kind}) as response:
        if response.status >= 400:
            print(f"{response.status}: it has said enough")
        else:
            print(f"{response.status} {response.headers['X-Type']}: {await response.text()}")


async def squares(last):
    for i in range(1, last + 1):
        await asyncio.sleep(0.001)  # where it comes from may be slow
        yield f"{' ' if i > 1 else ''}{i},{i * i}".encode()


async def main(base):
    async with aiohttp.ClientSession() as session, asyncio.timeout(20):
        await show(session, base + "/echo", json.dumps({"name": "acc", "stars": 5}), "application/json")
        await show(session, base + "/echo", squares(5), "text/csv")
        await show(session, base + "/reject", squares(1000000), "text/csv")


asyncio.run(main(sys.argv[1]))
