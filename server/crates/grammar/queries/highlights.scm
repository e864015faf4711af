; The page stays quiet: marks and what frames the text are coloured, the text itself is not.

(front_matter_marker) @punctuation.special
(separator) @punctuation.special

(metadata_key) @property
(metadata_value) @string.special

(heading) @markup.heading
(heading_marker) @punctuation.special
(list_marker) @markup.list

(credit) @comment

(header_date) @keyword.directive
(dateline) @label
(dateline place: (place) @module)
(dateline agency: (agency) @constructor)
(date) @constant

(quotation) @markup.quote
(quote_mark) @punctuation.delimiter
(parenthesis ["(" ")"] @punctuation.bracket)

(dialogue (line . (dash) @punctuation.special))
