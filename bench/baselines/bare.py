"""Baseline 1: FastAPI as its tutorial writes it, the same request and answer models, no I/O."""

import uuid
from datetime import UTC, datetime

from fastapi import FastAPI
from intake.entrypoints.http.schemas import CaseView, OpenCase


def view(request: OpenCase, case_id: str) -> CaseView:
    """The answer that intake gives, made of the request."""
    return CaseView(
        id=case_id,
        number="2611-000001-3",
        status="received",
        stage="receipt",
        round=1,
        kind=request.kind,
        channel=request.channel,
        customer={**request.customer.model_dump(), "id": request.customer.code},
        contact=request.contact.model_dump(),
        order_number=request.order_number,
        order_amount=request.order_amount,
        order_currency=request.order_currency,
        product=request.product.model_dump(),
        description=request.description,
        occurred_at=request.occurred_at,
        place=request.place,
        remedy=request.remedy,
        reported_severity=request.severity,
        language=request.language,
        recorded_by="staff:bench",
        received_at=datetime.now(UTC),
        category=None,
        severity=None,
        urgency=None,
        team=None,
        responsible=None,
        step=None,
        due_at=None,
        escalation_level=0,
        resolution=None,
        outcome=None,
        ended_at=None,
        tracking_url=f"http://127.0.0.1/v1/track/{case_id}",
    )


app = FastAPI()


@app.post("/v1/cases", status_code=201)
async def open_case(request: OpenCase) -> CaseView:
    """Validate and answer."""
    return view(request, uuid.uuid4().hex)
