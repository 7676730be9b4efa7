"""The sheet as a page to read and to print on A4: one file without scripts and without anything from elsewhere."""

import base64
import hashlib
from datetime import UTC, datetime
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dispatch.forms.sheet import Sheet
from dispatch.forms.texts import Texts
from dispatch.forms.visible import visible


class F54Page:
    """Renders sheets. Every value of a sheet is escaped; only the style sheet is not, and it comes with the package."""

    def __init__(self) -> None:
        style = (files("dispatch") / "forms" / "f54.css").read_text(encoding="utf-8")
        self._style = Markup(style)  # noqa: S704  # the package's own file, not a stranger's text
        environment = Environment(
            loader=PackageLoader("dispatch", "forms"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.filters["visible"] = visible
        self._environment = environment
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
        self.security_policy = (
            f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"
        )
        """Content-Security-Policy to send with the page: its own style and nothing else."""

    def render(self, sheet: Sheet, texts: Texts) -> str:
        """The page, UTF-8 text."""

        def moment(at: datetime) -> Markup:
            exact = at.astimezone(UTC).isoformat(timespec="milliseconds")
            return Markup('<time datetime="{}">{}</time>').format(exact, texts.local(at))

        return self._environment.get_template("f54.html.jinja").render(
            sheet=sheet,
            texts=texts,
            form=texts.words.form,
            boxes=texts.words.boxes,
            style=self._style,
            moment=moment,
        )
