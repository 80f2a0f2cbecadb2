"""The twin of producer_consumer.ac."""
import asyncio

ITEMS = 3


async def produce(number):
    print(f"producing {number}")
    await asyncio.sleep(number * 0.1)
    return number * 10


async def consume(number, item):
    value = await item
    print(f"consumed {number} * 10")
    return value


async def main():
    items, consumed = [], []
    for i in range(ITEMS):
        items.append(asyncio.create_task(produce(i + 1)))
        consumed.append(asyncio.create_task(consume(i + 1, items[i])))
    print("total", sum([await value for value in consumed]))


asyncio.run(main())
