; Neovim takes any name, with `.outer` and `.inner`. Helix has a fixed set, with `.around` and `.inside`: a quotation is
; its `parameter`, a paragraph its `function`, front matter and credits its `comment`, and an entry is a list item.

(quotation) @quotation.outer @parameter.around
(quotation (content) @quotation.inner @parameter.inside)

(parenthesis) @parenthesis.outer
(parenthesis (content) @parenthesis.inner)

[
  (paragraph)
  (dialogue)
] @paragraph.outer @function.around
(paragraph (line) @paragraph.inner @function.inside)
(dialogue (line) @paragraph.inner @function.inside)

(line) @line.inner

(dateline) @dateline.outer

(list_item) @entry.outer @entry.around
(list_item (line) @entry.inner @entry.inside)

[
  (front_matter)
  (header)
  (credit)
] @comment.outer @comment.around
