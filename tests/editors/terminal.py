#!/usr/bin/env python3
"""A terminal's screen as a drawing (SVG), from what `tmux capture-pane -e -p -N` prints.
    terminal.py TITLE < screen > picture.svg
"""
import html
import re
import sys
from dataclasses import dataclass, replace

CELL, LINE, MARGIN = 8.4, 18, 12
INK, PAPER = "#d8d8d8", "#1c1c1c"
SIXTEEN = (
    "#1c1c1c #cd5c5c #7fae6f #d7af5f #6f9fd8 #b48ead #6fb3b8 #c8c8c8 "
    "#6c6c6c #e06c75 #98c379 #e5c07b #82aaff #c792ea #7fdbca #ffffff"
).split()


@dataclass(frozen=True)
class Style:
    ink: str | None = None
    paper: str | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    turned: bool = False

    def colours(self):
        ink, paper = self.ink or INK, self.paper or PAPER
        return (paper, ink) if self.turned else (ink, paper)


def main(title):
    runs = [list(runs_of(line)) for line in sys.stdin.read().rstrip("\n").split("\n")]
    columns = max(sum(len(text) for text, _ in line) for line in runs)
    width, height = columns * CELL + 2 * MARGIN, len(runs) * LINE + 2 * MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="img">')
    print(f"<title>{html.escape(title)}</title>")
    print(f'<rect width="100%" height="100%" rx="6" fill="{PAPER}"/>')
    print('<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14">')
    for row, line in enumerate(runs):
        column = 0
        for text, style in line:
            print(drawn(text, style, MARGIN + column * CELL, MARGIN + row * LINE), end="")
            column += len(text)
    print("</g>\n</svg>")


def drawn(text, style, x, y):
    """One stretch of one style: its paper, its words, its underline."""
    ink, paper = style.colours()
    width, parts = len(text) * CELL, []
    if paper != PAPER:
        parts.append(f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{LINE}" fill="{paper}"/>')
    if style.underline:
        parts.append(f'<path d="M{x:.1f} {y + 16.5}h{width:.1f}" stroke="{ink}" stroke-dasharray="2 1"/>')
    look = ' font-weight="bold"' * style.bold + ' font-style="italic"' * style.italic
    # Viewers fold spaces, and have fonts of their own: every word group is given its place and its length.
    for words in re.finditer(r"\S+(?: \S+)*", text):
        place = f'x="{x + words.start() * CELL:.1f}" y="{y + 14}" textLength="{len(words[0]) * CELL:.1f}"'
        parts.append(f'<text {place} fill="{ink}"{look}>{html.escape(words[0])}</text>')
    return "".join(part + "\n" for part in parts)


def runs_of(line):
    """The stretches of a line, each of one style."""
    style = Style()
    for text, ends, codes in re.findall(r"([^\x1b]*)(\x1b\[([\d;:]*)m|$)", line):
        if text:
            yield text, style
        style = after(style, codes) if ends else style


def after(style, codes):
    """The style behind a sequence of codes. An underline of another form or colour is an underline."""
    numbers = [part.split(":") for part in codes.split(";")]
    while numbers:
        code, *details = numbers.pop(0)
        code = int(code or 0)
        if code == 0:
            style = Style()
        elif code in (38, 48, 58):
            rest = [int(part or 0) for part in details if part != ""] if details else take_colour(numbers)
            colour = colour_of(rest)
            style = {38: replace(style, ink=colour), 48: replace(style, paper=colour), 58: style}[code]
        elif code in (1, 22):
            style = replace(style, bold=code == 1)
        elif code in (3, 23):
            style = replace(style, italic=code == 3)
        elif code in (4, 24):
            style = replace(style, underline=code == 4 and details != ["0"])
        elif code in (7, 27):
            style = replace(style, turned=code == 7)
        elif code in (39, 49):
            style = replace(style, ink=None) if code == 39 else replace(style, paper=None)
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style = replace(style, ink=SIXTEEN[code - 30 if code < 90 else code - 82])
        elif 40 <= code <= 47 or 100 <= code <= 107:
            style = replace(style, paper=SIXTEEN[code - 40 if code < 100 else code - 92])
    return style


def take_colour(numbers):
    """The numbers of a colour that stand behind semicolons."""
    kind = int(numbers[0][0])
    return [int(numbers.pop(0)[0]) for _ in range(4 if kind == 2 else 2)]


def colour_of(numbers):
    kind, *values = numbers
    if kind == 2:
        return "#{:02x}{:02x}{:02x}".format(*values[-3:])
    number = values[0]
    if number < 16:
        return SIXTEEN[number]
    if number >= 232:
        return "#{0:02x}{0:02x}{0:02x}".format(8 + (number - 232) * 10)
    number -= 16
    steps = (0, 95, 135, 175, 215, 255)
    return "#{:02x}{:02x}{:02x}".format(steps[number // 36], steps[number // 6 % 6], steps[number % 6])


if __name__ == "__main__":
    main(*sys.argv[1:])
