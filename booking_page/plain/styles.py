"""How the plain pages look: one style sheet in each of them, in the console's tokens and the app's accent."""

from booking_page.accent import accent_css
from console.components import theme


def style_sheet(accent: str | None, *, calendar: bool = False, form: bool = False) -> str:
    """All that a page needs; the month with its times, and the form to book with, only where they stand."""
    sheets = _PAGE + (_CALENDAR if calendar else "") + (_FORM if form else "")
    return theme.css() + accent_css(accent) + sheets.replace("FONT", theme.FONT).replace("\n", "")


_PAGE = """
*{box-sizing:border-box}
body{margin:0;background:var(--canvas);color:var(--ink);font:16px/1.5 FONT;-webkit-font-smoothing:antialiased}
header,main{max-width:33rem;margin:0 auto;padding:0 1rem}
header{display:flex;align-items:center;gap:.625rem;padding-top:1.5rem;padding-bottom:1rem;font-weight:600;min-height:4rem}
header img{height:28px;max-width:160px;object-fit:contain}
main{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:1.5rem;margin-bottom:2rem}
h1{font-size:26px;line-height:32px;letter-spacing:-.01em;margin:.5rem 0 1rem;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:16px;line-height:24px;margin:0 0 .75rem}
p{margin:.5rem 0}
.when{font-size:20px;line-height:28px;font-weight:600;margin:0}
.hour{margin:.125rem 0 0;color:var(--muted);text-wrap:pretty}
.acts+p,.here{margin-top:1rem}
.quiet,dt{color:var(--muted)}
.badge{display:inline-block;border-radius:6px;padding:1px 8px;font-size:14px;font-weight:500;
background:var(--sunken);color:var(--muted)}
.badge.good{background:var(--success-soft);color:var(--success-ink)}
.badge.wait{background:var(--warning-soft);color:var(--warning-ink)}
.badge.bad{background:var(--danger-soft);color:var(--danger-ink)}
.notice{border-radius:8px;padding:.75rem 1rem;margin:0 0 1.25rem;background:var(--success-soft);color:var(--success-ink)}
.notice.test{background:var(--warning-soft);color:var(--warning-ink)}
.notice.bad{background:var(--danger-soft);color:var(--danger-ink)}
dl{display:grid;grid-template-columns:auto 1fr;gap:.375rem 1.25rem;margin:1.25rem 0 0;padding-top:1.25rem;
border-top:1px solid var(--line)}
dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}
.when::first-letter,h2::first-letter,legend::first-letter{text-transform:uppercase}
.acts{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}
.acts form{display:contents}
button,.button{display:inline-flex;align-items:center;justify-content:center;min-height:44px;padding:0 1.25rem;
border-radius:8px;border:1px solid var(--line-strong);background:var(--surface);color:var(--ink);font:inherit;
font-weight:500;text-decoration:none;text-align:center;overflow-wrap:anywhere;cursor:pointer}
button:hover,.button:hover{background:var(--hover)}
.first{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
.first:hover{background:var(--accent-hover)}
.soft{background:var(--accent-soft);border-color:transparent;color:var(--accent-ink)}
.soft:hover{border-color:var(--accent);background:var(--accent-soft)}
.danger{background:var(--danger);border-color:var(--danger);color:#fff}
.danger:hover{background:var(--danger-hover)}
:focus-visible{outline:2px solid var(--accent-ink);outline-offset:2px}
main a:not(.button){color:var(--accent-ink)}
details,.reach,.zone{margin-top:1.5rem;padding-top:1rem;border-top:1px solid var(--line)}
summary{cursor:pointer;color:var(--muted);padding:.625rem 0;width:fit-content}
.more{margin:0;padding:0;border:0}
.more summary{list-style:none;padding:0 1.25rem}
.more summary::-webkit-details-marker{display:none}
.more summary::after{content:"";width:7px;height:7px;margin-top:-3px;margin-inline-start:.625rem;border:solid;
border-width:0 2px 2px 0;rotate:45deg}
.more[open] summary::after{rotate:225deg;margin-top:3px}
.more[open],.more .acts{width:100%}
.more .acts{margin-top:.75rem}
.reach .acts{margin-top:.75rem}
blockquote{margin:.25rem 0 1.25rem;padding-inline-start:.75rem;border-inline-start:3px solid var(--line-strong);
overflow-wrap:anywhere;white-space:pre-line}
label.above{display:block;font-weight:500;margin:.75rem 0 .375rem}
textarea{width:100%;font:inherit;color:inherit;background:var(--surface);border:1px solid var(--control);
border-radius:8px;padding:.5rem .75rem;margin-bottom:1rem;display:block}
input.line{width:100%;min-height:44px;font:inherit;color:inherit;background:var(--surface);border:1px solid var(--control);
border-radius:8px;padding:0 .75rem;display:block}
input[aria-invalid]{border-color:var(--danger)}
.hint{color:var(--muted);font-size:14px;margin:.375rem 0 0}
.problem{color:var(--danger-ink);margin:.375rem 0 0}
.trap{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.line~button,.line~.acts{margin-top:1.25rem}
[dir=rtl] input:is([type=tel],[type=email],[inputmode=email]){direction:ltr;text-align:right}
[dir=rtl] a[href^=tel]{direction:ltr}
@media(forced-colors:active){.badge,.notice{border:1px solid}}
@media(max-width:35rem){.acts>*,.acts form>*,form>button,.stick button,.more summary{width:100%}header,main{border-radius:0}
main{border-width:1px 0;padding:1.25rem 1rem}}
"""

_CALENDAR = """
.turn{display:flex;align-items:center;justify-content:space-between;margin:1.25rem 0 .5rem}
.turn h2{margin:0}
.turn span{display:flex;gap:.5rem}
.month{display:grid;grid-template-columns:repeat(7,1fr);gap:4px;text-align:center;font-variant-numeric:tabular-nums}
.month>*{display:flex;align-items:center;justify-content:center;min-height:44px;border-radius:8px}
.month small{min-height:28px;color:var(--faint);font-size:13px}
.month span{color:var(--faint)}
main .month a{background:var(--accent-soft);color:var(--accent-ink);text-decoration:none;font-weight:500}
main .month a[aria-current]{background:var(--accent);color:var(--on-accent)}
.slots{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.5rem,1fr));gap:8px;border:0;padding:0;margin:1.25rem 0}
.slots.wide{grid-template-columns:1fr}
.slots legend{font-weight:600;padding:0;margin-bottom:.75rem}
.slots small{display:block;font-size:16px;font-weight:400;color:var(--muted)}
.month .today{text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:4px}
.slots h3{grid-column:1/-1;margin:.5rem 0 0;color:var(--muted);font-size:14px;font-weight:400}
form:has(:checked) .stick{position:sticky;bottom:0;padding:.75rem 0;background:var(--surface)}
.slots label{display:flex;align-items:center;justify-content:center;min-height:44px;padding:0 .5rem;border-radius:8px;
border:1px solid var(--line-strong);color:var(--accent-ink);font-weight:500;cursor:pointer;text-align:center}
main .slots a{text-decoration:none;display:flex;align-items:center;justify-content:center;min-height:44px;border-radius:8px;
border:1px solid var(--line-strong);font-weight:500}
main .slots a:hover{border-color:var(--accent);background:var(--accent-soft)}
.slots label:hover{border-color:var(--accent);background:var(--accent-soft)}
.slots input{position:absolute;opacity:0}
.slots label:has(:checked){background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
.slots label:has(:focus-visible){outline:2px solid var(--accent-ink);outline-offset:2px}
@media(forced-colors:active){main .month a{border:1px solid LinkText}.slots label:has(:checked),main .month a[aria-current]{
forced-color-adjust:none;background:Highlight;border-color:Highlight;color:HighlightText}}
"""

_FORM = """
input[type=search],select{width:100%;min-height:44px;font:inherit;color:inherit;background:var(--surface);
border:1px solid var(--control);border-radius:8px;padding:0 .75rem}
form textarea{margin:0}
form>button{margin-top:1.5rem}
[aria-invalid]{border-color:var(--danger)}
label.above{margin-top:1.25rem}
.box{display:flex;gap:.75rem;align-items:flex-start;margin-top:1rem;padding:.5rem 0}
.box input{flex:none;width:20px;height:20px;margin:2px 0;accent-color:var(--accent)}
.lengths{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:1rem}
.lengths a[aria-current]{background:var(--accent-soft);border-color:var(--accent);color:var(--accent-ink)}
.day{margin-top:1.5rem;padding-top:1.25rem;border-top:1px solid var(--line)}
.day h3{font-size:14px;font-weight:400;color:var(--muted);margin:1rem 0 .5rem}
.day .slots{margin:0}
.cards{list-style:none;padding:0;margin:1.25rem 0 0;display:grid;gap:.5rem}
.cards a{display:flex;justify-content:flex-start;text-align:start;padding:.5rem 1rem}
"""
