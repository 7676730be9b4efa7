"""A mail server that keeps what it is given: the local stack's e-mails go nowhere else."""

import asyncio
import email
import email.policy
import json
import signal
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

_SIZE_LIMIT = 20 * 1024 * 1024
INDEX = "mail.jsonl"


class Sink:
    """aiosmtpd handler: one ``.eml`` file per message and one line in ``mail.jsonl``."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._count = sum(1 for _ in directory.glob("*.eml"))

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the message, then answer; the name is aiosmtpd's."""
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        subject = self._keep(content, envelope.mail_from or "", list(envelope.rcpt_tos))
        print(f"mail to {', '.join(envelope.rcpt_tos)}: {subject}", flush=True)
        return "250 kept"

    def _keep(self, content: bytes, sender: str, recipients: list[str]) -> str:
        self._count += 1
        file = self._directory / f"{self._count:06d}.eml"
        file.write_bytes(content)
        message = email.message_from_bytes(content, policy=email.policy.default)
        subject = str(message.get("Subject", ""))
        entry = {
            "received_at": datetime.now(UTC).isoformat(),
            "from": sender,
            "to": recipients,
            "subject": subject,
            "text": _text(message),
            "file": file.name,
        }
        with (self._directory / INDEX).open("a", encoding="utf-8") as index:
            index.write(json.dumps(entry, ensure_ascii=False) + "\n")
        return subject


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    return str(body.get_content()).strip() if body else ""


async def serve(directory: Path, port: int, host: str = "127.0.0.1") -> None:
    """Listen until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    sink = Sink(directory)
    server = await loop.create_server(
        lambda: SMTP(sink, enable_SMTPUTF8=True, data_size_limit=_SIZE_LIMIT, loop=loop), host, port
    )
    print(f"mail sink on {host}:{port}, messages in {directory}", flush=True)
    async with server:
        await ended.wait()
