"""The command on rewards: benefits."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ocopkit.cli._language import Language
from ocopkit.text import Text, day_text

if TYPE_CHECKING:
    from ocopkit.local.awards import BenefitReport
    from ocopkit.text import Lang


def benefits_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A reward scheme, in YAML or JSON.")],
    cases: Annotated[
        Path,
        typer.Argument(metavar="CASE|REGISTER", help="A case, or a register as JSON lines (.jsonl)."),
    ],
    on: Annotated[
        datetime,
        typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="The last day that counts."),
    ],
    lang: Language,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since", formats=["%Y-%m-%d"], metavar="DATE", help="The first day whose awards are summed."
        ),
    ] = None,
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="Take all cases to lie in the scheme's place.")
    ] = False,
    style: Annotated[Literal["text", "json"], typer.Option("--format", help="How to write it.")] = "text",
) -> int:
    """Tell what products get by a reward scheme, and the sum (tiền thưởng theo chính sách)."""
    from ocopkit.cli._cases import cases_of
    from ocopkit.cli._output import write
    from ocopkit.cli._problems import FINE, note
    from ocopkit.documents import to_json
    from ocopkit.local.awards import benefits_of
    from ocopkit.local.benefit import load_benefits

    scheme = load_benefits(file)
    first = since.date() if since else None
    found = benefits_of(cases_of(cases, lang), on.date(), [scheme], since=first, everywhere=everywhere)
    if found.unplaced:
        few = ", ".join(found.unplaced[:_FEW]) + ("…" if len(found.unplaced) > _FEW else "")
        note(_UNPLACED.say(lang).format(len(found.unplaced), few))
    if style == "json":
        write(to_json(_plain(found)))
        return FINE
    _tell(found, lang)
    for condition in scheme.conditions:
        note(f"{_CONDITION.say(lang)}: {condition.say(lang)}")
    return FINE


def _tell(found: "BenefitReport", lang: "Lang") -> None:
    from ocopkit.cli._output import table, write
    from ocopkit.local.benefit import amount

    rows = [
        (
            name,
            day_text(one.recognition.on).say(lang),
            amount(one.dong, lang),
            one.because.say(lang),
            one.clause.say(lang),
            one.payer.say(lang) if one.payer else "–",
        )
        for name, awards in found.awards.items()
        for one in awards
    ]
    table([text.say(lang) for text in _HEADINGS], rows)
    more = _UNSTATED.say(lang).format(found.unstated) if found.unstated else ""
    write(f"{_SUM.say(lang)}: {amount(found.dong, lang)} đ{more}")


def _plain(found: "BenefitReport") -> dict[str, object]:
    return {
        "on": found.on,
        "dong": found.dong,
        "unstated": found.unstated,
        "sums": list(found.sums),
        "awards": {
            name: [
                {
                    "scheme": one.scheme,
                    "event": one.recognition.event,
                    "stars": one.recognition.stars,
                    "on": one.recognition.on,
                    "dong": one.dong,
                    "because": one.because,
                    "clause": one.clause,
                    "payer": one.payer,
                }
                for one in awards
            ]
            for name, awards in found.awards.items()
        },
        "unplaced": list(found.unplaced),
    }


_HEADINGS = (
    Text(vi="Sản phẩm", en="Case"),
    Text(vi="Ngày", en="Day"),
    Text(vi="Số tiền (đ)", en="Amount (đ)"),
    Text(vi="Lý do", en="Reason"),
    Text(vi="Căn cứ", en="Clause"),
    Text(vi="Nguồn chi", en="Payer"),
)
_SUM = Text(vi="Tổng", en="Sum")
_CONDITION = Text(vi="Điều kiện (không kiểm tra được ở đây)", en="Condition (not looked at here)")
_UNSTATED = Text(
    vi=", chưa kể {} trường hợp văn bản không nêu mức", en=", and {} whose amount the scheme doesn't state"
)
_UNPLACED = Text(
    vi="Không tính {} sản phẩm không ghi rõ địa phương ({}); thêm --everywhere nếu sổ chỉ của nơi này",
    en="Not counted, as their cases don't say where they lie: {} ({}); --everywhere if all lie there",
)
_FEW = 5
"""How many ids a message lists."""
