"""The twin of fetch.ac, on aiohttp."""
# NEEDS: aiohttp
import asyncio
import sys

import aiohttp


async def fetch(session, base, path):
    async with session.get(base + path) as response:
        return len(await response.read())


async def main(base, *paths):
    good = 0
    async with aiohttp.ClientSession() as session:
        sizes = await asyncio.gather(*(fetch(session, base, path) for path in paths), return_exceptions=True)
    for path, size in zip(paths, sizes):
        if isinstance(size, Exception):
            print(f"{path}: {size}")
        else:
            print(f"{path}: {size} bytes")
            good += 1
    print(f"{good} of {len(paths)}")


asyncio.run(main(*sys.argv[1:]))
