# SPDX-License-Identifier: GPL-3.0-or-later
"""A page as its elements, for tests of its structure."""
import html.parser

VOID = {"meta", "link", "input", "br"}


class Reader(html.parser.HTMLParser):
    """A page's elements: (tag, attributes, text inside, tags around)."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.text = [], [], ""
        self.feed(text)
        self.close()
        assert not self.open, [element[0] for element in self.open]

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        assert len(set(names)) == len(names), (tag, names)
        element = [tag, dict(attributes), "", [each[0] for each in self.open]]
        self.elements.append(element)
        if tag not in VOID and not (tag == "option" and "datalist" in element[3]):
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.elements.append([tag, dict(attributes), "", [each[0] for each in self.open]])

    def handle_endtag(self, tag):
        assert self.open and self.open[-1][0] == tag, (tag, [element[0] for element in self.open])
        self.open.pop()

    def handle_data(self, data):
        self.text += data
        for element in self.open:
            element[2] += data

    def all(self, *tags):
        return [element for element in self.elements if element[0] in tags]
