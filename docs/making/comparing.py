"""The comparison of two decisions, in one language a page."""

from ocopkit.rules.book import RuleBook
from ocopkit.rules.change import diff_markdown
from ocopkit.rules.diff import diff
from ocopkit.text import Lang, Text

_TITLE = Text(
    vi="So sánh {old} với {new}",
    en="What {new} changes of {old}",
)
_INTRO = Text(
    vi="Do lệnh `ocopkit diff {old} {new}` tạo ra. Điều gì thay đổi như nhau ở nhiều bộ tiêu chí thì nêu "
    "một lần, dưới số của các bộ đó. Số trong ngoặc là mã tiêu chí trên mẫu cũ → mẫu mới.",
    en="Made by `ocopkit diff {old} {new}`. What changes alike in several criteria sets is told once, "
    "under the numbers of those sets; in brackets stands the criterion's code, on the old form → the new.",
)


def comparison_page(old: RuleBook, new: RuleBook, lang: Lang) -> str:
    """Return the page of all differences between two books.

    Args:
        old: The earlier book.
        new: The later book.
        lang: The language of the page.
    """
    names = {"old": old.articles.name.say(lang), "new": new.articles.name.say(lang)}
    ids = {"old": old.id, "new": new.id}
    _, _, rest = diff_markdown(diff(old, new), lang=lang).partition("\n")
    title = _TITLE.say(lang).format(**names)
    return f"# {title}\n\n{_INTRO.say(lang).format(**ids)}\n{rest}"
