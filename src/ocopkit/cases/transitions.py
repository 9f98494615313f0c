"""Which event is possible at which stage of an application, as a table; pictures are drawn from it.

Events that concern a certificate in force (inspection, revocation…) leave the application where it
stands: for them the table names no stage, and the certificate's status decides.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from attrs import frozen

from ocopkit.cases.certificate import Status
from ocopkit.text import Lang, Text

Stage = Literal[
    "new",
    "idea",
    "accepted",
    "planned",
    "with-tier",
    "returned",
    "assessed",
    "evaluated",
    "recognised",
    "certified",
    "settled",
    "stopped",
]
"""Where an application stands."""

STAGES: Mapping[Stage, Text] = {
    "new": Text(vi="mới mở", en="just opened"),
    "idea": Text(vi="đã đăng ký ý tưởng", en="idea registered"),
    "accepted": Text(vi="ý tưởng được chấp nhận", en="idea accepted"),
    "planned": Text(vi="đã có phương án kinh doanh", en="business plan received"),
    "with-tier": Text(vi="hồ sơ đang ở cấp đánh giá", en="dossier with the tier that assesses it"),
    "returned": Text(vi="trả lại để hoàn thiện", en="returned to be completed"),
    "assessed": Text(vi="đã đánh giá, không chấm điểm", en="assessed without points"),
    "evaluated": Text(vi="hội đồng đã có kết quả", en="council result given"),
    "recognised": Text(vi="đã công nhận, chưa cấp giấy", en="recognised, certificate not issued yet"),
    "certified": Text(vi="đã cấp giấy chứng nhận", en="certificate issued"),
    "settled": Text(vi="không còn việc đang xử lý", en="nothing under way"),
    "stopped": Text(vi="chủ thể ngừng sản xuất", en="producer has stopped"),
}

EVENTS: Mapping[str, Text] = {
    "idea-registered": Text(vi="đăng ký ý tưởng", en="idea registered"),
    "idea-accepted": Text(vi="chấp nhận ý tưởng", en="idea accepted"),
    "plan-received": Text(vi="nhận phương án kinh doanh", en="plan received"),
    "dossier-filed": Text(vi="nộp hồ sơ", en="dossier filed"),
    "returned": Text(vi="trả hồ sơ để hoàn thiện", en="returned for completion"),
    "completed": Text(vi="nộp lại hồ sơ hoàn thiện", en="completed and handed in again"),
    "assessed": Text(vi="đánh giá, không chấm điểm", en="assessed without points"),
    "council-result": Text(vi="kết quả của hội đồng", en="council result"),
    "fallback-chosen": Text(vi="chọn cách xử lý kết quả cấp trên", en="choice on the higher result"),
    "forwarded": Text(vi="chuyển lên cấp trên", en="forwarded"),
    "recognised": Text(vi="công nhận", en="recognised"),
    "refused": Text(vi="không công nhận", en="refused"),
    "certificate-issued": Text(vi="cấp giấy chứng nhận", en="certificate issued"),
    "extended": Text(vi="kéo dài giấy chứng nhận", en="certificate extended"),
    "inspected": Text(vi="kiểm tra", en="inspected"),
    "remedied": Text(vi="khắc phục", en="remedied"),
    "revoked": Text(vi="thu hồi", en="revoked"),
    "expired": Text(vi="ghi nhận hết hạn", en="expiry noted"),
    "lapsed": Text(vi="chấm dứt xử lý hồ sơ", en="application lapsed"),
    "producer-stopped": Text(vi="chủ thể ngừng sản xuất", en="producer stopped"),
    "appeal-noted": Text(vi="ghi nhận khiếu nại", en="appeal noted"),
    "law-changed": Text(vi="văn bản thay đổi", en="law changed"),
}


@frozen
class Transition:
    """A line of the table.

    Args:
        event: The kind of event.
        sources: The stages at which it is possible; all if empty.
        target: The stage that follows; ``None`` if the application stays where it stands.
        because: Why only then.
        when: The choice that the event makes, where its target depends on it.
        statuses: What the certificate must be on the day; whatever it is, if empty.
    """

    event: str
    sources: tuple[Stage, ...]
    target: Stage | None
    because: Text
    when: str | None = None
    statuses: tuple[Status, ...] = ()


_FREE = Text(vi="Ghi nhận được vào bất cứ lúc nào", en="It can be noted at any time")
_CERTIFICATE = Text(
    vi="Việc này gắn với giấy chứng nhận, không gắn với hồ sơ đang xử lý",
    en="It concerns the certificate and not the application under way",
)
_CHOICE = Text(
    vi="Chỉ chọn sau khi có kết quả của cấp trên", en="The choice comes after the higher tier's result"
)
_UNDER_WAY: tuple[Stage, ...] = (
    "idea",
    "accepted",
    "planned",
    "with-tier",
    "returned",
    "assessed",
    "evaluated",
)
_IDLE: tuple[Stage, ...] = ("new", "certified", "settled")
_ISSUED: tuple[Status, ...] = ("valid", "extended", "expired")

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "idea-registered",
        ("new", "settled", "stopped"),
        "idea",
        Text(
            vi="Ý tưởng được đăng ký khi chưa có việc nào đang xử lý",
            en="An idea is registered while nothing is under way",
        ),
    ),
    Transition(
        "idea-accepted",
        ("idea",),
        "accepted",
        Text(vi="Chỉ chấp nhận ý tưởng đã đăng ký", en="Only a registered idea is accepted"),
    ),
    Transition(
        "plan-received",
        ("accepted",),
        "planned",
        Text(vi="Phương án theo sau ý tưởng được chấp nhận", en="The plan follows an accepted idea"),
    ),
    Transition(
        "dossier-filed",
        ("new", "accepted", "planned", "certified", "settled"),
        "with-tier",
        Text(
            vi="Mỗi sản phẩm chỉ có một hồ sơ đang xử lý; ý tưởng đã đăng ký phải được chấp nhận trước",
            en="A product has one dossier under way at a time; a registered idea must be accepted first",
        ),
    ),
    Transition(
        "returned",
        ("with-tier", "assessed"),
        "returned",
        Text(vi="Chỉ trả lại hồ sơ đang ở cấp đánh giá", en="Only a dossier with a tier can be returned"),
    ),
    Transition(
        "completed",
        ("returned",),
        "with-tier",
        Text(vi="Chỉ hoàn thiện hồ sơ đã được trả lại", en="Only a returned dossier is completed"),
    ),
    Transition(
        "assessed",
        ("with-tier",),
        "assessed",
        Text(vi="Đánh giá hồ sơ đang ở cấp đó", en="What is assessed is a dossier with that tier"),
    ),
    Transition(
        "council-result",
        ("with-tier", "evaluated"),
        "evaluated",
        Text(
            vi="Hội đồng đánh giá hồ sơ đang ở cấp đó (lần 2 thì sau lần 1)",
            en="A council evaluates a dossier with its tier (a second scoring follows the first)",
        ),
    ),
    Transition(
        "fallback-chosen",
        ("evaluated",),
        "evaluated",
        _CHOICE,
        when="adopt-central",
    ),
    Transition(
        "fallback-chosen",
        ("evaluated",),
        "with-tier",
        _CHOICE,
        when="evaluate-anew",
    ),
    Transition(
        "forwarded",
        ("with-tier", "assessed", "evaluated", "recognised", "certified"),
        "with-tier",
        Text(
            vi="Chuyển lên sau khi cấp đó đã đánh giá",
            en="A dossier goes on after the tier has assessed it",
        ),
    ),
    Transition(
        "recognised",
        ("evaluated",),
        "recognised",
        Text(vi="Công nhận theo kết quả của hội đồng", en="Recognition rests on a council's result"),
    ),
    Transition(
        "refused",
        ("evaluated",),
        "settled",
        Text(vi="Từ chối theo kết quả của hội đồng", en="A refusal rests on a council's result"),
    ),
    Transition(
        "certificate-issued",
        ("recognised",),
        "certified",
        Text(
            vi="Mỗi quyết định công nhận có một giấy chứng nhận",
            en="Each recognition has one certificate, and it comes after it",
        ),
    ),
    Transition(
        "lapsed",
        _UNDER_WAY,
        "settled",
        Text(vi="Chỉ chấm dứt việc đang xử lý", en="Only what is under way can come to nothing"),
    ),
    Transition(
        "producer-stopped",
        (*_UNDER_WAY, *_IDLE, "recognised"),
        "stopped",
        Text(vi="Chỉ ghi nhận khi chủ thể chưa ngừng", en="Only a producer that hasn't stopped can stop"),
    ),
    Transition("extended", (), None, _CERTIFICATE, statuses=("valid", "expired")),
    Transition("inspected", (), None, _CERTIFICATE, statuses=("valid", "extended")),
    Transition("remedied", (), None, _CERTIFICATE, statuses=_ISSUED),
    # What was recognised before rests on what the revocation says no more: it takes a new decision.
    Transition("revoked", ("recognised",), "evaluated", _CERTIFICATE, statuses=_ISSUED),
    Transition("revoked", (), None, _CERTIFICATE, statuses=_ISSUED),
    Transition("expired", (), None, _CERTIFICATE, statuses=("expired",)),
    Transition("appeal-noted", (), None, _FREE),
    Transition("law-changed", (), None, _FREE),
)
"""The table; the lines of one kind of event stand together."""


def transition_of(event: str, stage: Stage, when: str | None = None) -> Transition | None:
    """Return the line of the table for an event at a stage; ``None`` if it isn't possible there.

    Args:
        event: The kind of event.
        stage: The stage.
        when: The choice that the event makes, if it makes one.

    Example:
        >>> transition_of("idea-accepted", "idea").target
        'accepted'
        >>> transition_of("certificate-issued", "idea") is None
        True
    """
    for line in TRANSITIONS:
        fits = not line.sources or stage in line.sources
        if line.event == event and fits and line.when in {None, when}:
            return line
    return None


def possible_at(stage: Stage, status: Status | None = None) -> tuple[str, ...]:
    """Return the kinds of event that the table allows, in its order.

    Args:
        stage: The stage of the application.
        status: What the certificate is on the day; whatever it is, if left out.

    Example:
        >>> possible_at("recognised", "not-issued")
        ('forwarded', 'certificate-issued', 'producer-stopped', 'appeal-noted', 'law-changed')
    """
    kinds = [
        line.event
        for line in TRANSITIONS
        if (not line.sources or stage in line.sources)
        and (status is None or not line.statuses or status in line.statuses)
    ]
    return tuple(dict.fromkeys(kinds))


def statuses_for(event: str) -> tuple[Status, ...]:
    """Return what the certificate must be for an event; nothing if that doesn't matter."""
    return next(line.statuses for line in TRANSITIONS if line.event == event)


def reason_of(event: str) -> Text:
    """Return why an event is possible only where the table has it."""
    return next(line.because for line in TRANSITIONS if line.event == event)


def to_mermaid(lang: Lang = "en", lines: Iterable[Transition] = TRANSITIONS) -> str:
    """Return the table as a Mermaid state diagram; what leaves the stage unchanged is left out.

    Args:
        lang: ``"vi"`` or ``"en"``.
        lines: The lines of the table to draw, such as those that one decision knows
            (:func:`ocopkit.cases.process.transitions_under`).

    Example:
        >>> print(to_mermaid("en").splitlines()[0])
        stateDiagram-v2
    """
    drawn = [line for line in lines if line.target]
    reached = {"new", *(line.target for line in drawn)}
    told = ["stateDiagram-v2"]
    told += [
        f'    state "{name.say(lang)}" as {_id(stage)}' for stage, name in STAGES.items() if stage in reached
    ]
    told.append("    [*] --> new")
    for line in drawn:
        label = EVENTS[line.event].say(lang) + (f" ({line.when})" if line.when else "")
        for source in line.sources:
            if source in reached and line.target:
                told.append(f"    {_id(source)} --> {_id(line.target)}: {label}")
    return "\n".join(told) + "\n"


def _id(stage: Stage) -> str:
    return stage.replace("-", "_")
