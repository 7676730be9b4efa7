"""Baseline 2: the same, and one durable insert per request (w: majority, j: true)."""

import os
import uuid

from fastapi import FastAPI
from intake.entrypoints.http.schemas import CaseView, OpenCase
from motor.motor_asyncio import AsyncIOMotorClient

from bench.baselines.bare import view

client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(
    os.environ["AFTERSALES_MONGODB_URL"], w="majority", journal=True, tz_aware=True
)
cases = client["bench_insert_one"]["cases"]
app = FastAPI()


@app.post("/v1/cases", status_code=201)
async def open_case(request: OpenCase) -> CaseView:
    """Validate, store, answer."""
    answer = view(request, uuid.uuid4().hex)
    document = answer.model_dump()
    document["_id"] = document.pop("id")
    await cases.insert_one(document)
    return answer
