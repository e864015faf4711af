/**
 * @file The page of a briefing: plain-text news, or Markdown.
 *
 * The grammar knows lines, blocks and marks, and no words. Which kind of line it is, is told by its shape alone, and
 * what a shape cannot tell stays open: whether the lines of a paragraph are one paragraph or one each, whether a
 * straight quotation mark opens or closes, whether a place is a place. Later layers decide that.
 *
 * Every token comes from `src/scanner.c`, so no sequence of characters is an error. Tokens whose names begin with `_`
 * and end in `_start`, `_resume` or `_end` are empty: the scanner looks at a line once, at its start, and says with
 * them what follows.
 *
 * After a change: `sh generate.sh`, which also records what the parser was generated from.
 */

/// <reference types="tree-sitter-cli/dsl" />

module.exports = grammar({
  name: 'briefing',

  // Spaces belong to their line: positions matter to whoever marks text.
  extras: _ => [],

  // The order is the order of `enum TokenType` in src/scanner.c.
  externals: $ => [
    // Lines that are no text.
    $._blank,
    $._line_end,
    $.front_matter_marker,
    $.yaml,
    $.separator,

    // What the line is that starts here.
    $._metadata_start,
    $._heading_start,
    $._list_item_start,
    $._dialogue_start,
    $._credit_start,
    $._paragraph_start,
    $._continuation,

    // What stands at the start of a line.
    $.metadata_key,
    $._metadata_colon,
    $.metadata_value,
    $.heading_marker,
    $.list_marker,
    $._header_date_start,
    $._dateline_start,
    $._dateline_text,
    $.place,
    $.date,
    $.agency,

    // What stands within a line.
    $._text,
    $.dash,
    $.quote_mark,
    $._quotation_open,
    $._quotation_close,
    $._quotation_resume,
    $._parenthesis_open,
    $._parenthesis_close,
    $._parenthesis_resume,
    $._span_end,

    // Never asked for: valid only while the parser recovers from an error.
    $._error_sentinel,
  ],

  rules: {
    document: $ => repeat($._block),

    _block: $ => choice(
      $._blank,
      $.front_matter,
      $.header,
      $.heading,
      $._separator_line,
      $.list_item,
      $.dialogue,
      $.credit,
      $.paragraph,
    ),

    // Blocks hold their line ends, as in most line-based grammars.

    front_matter: $ => seq(
      $.front_matter_marker, $._line_end,
      $.yaml,
      $.front_matter_marker, $._line_end,
    ),

    // `Date: 2026-03-04` and its like at the start of a file.
    header: $ => prec.right(repeat1($.metadata)),

    metadata: $ => seq(
      $._metadata_start,
      field('key', $.metadata_key),
      $._metadata_colon,
      optional(field('value', $.metadata_value)),
      $._line_end,
    ),

    heading: $ => seq($._heading_start, $.line, $._line_end),

    _separator_line: $ => seq($.separator, $._line_end),

    list_item: $ => seq($._list_item_start, $._lines),

    // Speech that a dash opens: `— We are ready.`
    dialogue: $ => seq($._dialogue_start, $._lines),

    // `Photo: REUTERS/Anna Berg`
    credit: $ => seq($._credit_start, $.line, $._line_end),

    // Lines without a blank line between them. In most files each of them is a paragraph to its reader.
    paragraph: $ => seq($._paragraph_start, $._lines),

    _lines: $ => seq(
      $.line, $._line_end,
      repeat(seq($._continuation, $.line, $._line_end)),
    ),

    // From the first character of a line to its last, without the line end.
    line: $ => repeat1(choice(
      $.heading_marker,
      $.list_marker,
      $.header_date,
      $.dateline,
      $._inline,
    )),

    _inline: $ => choice(
      $._text,
      $.dash,
      $.quote_mark,
      $.quotation,
      $.parenthesis,
    ),

    // `date 2022-01-20`, before the text of the first line.
    header_date: $ => seq($._header_date_start, optional($._text), $.date),

    // `MOSCOW, June 24. /TASS/.`
    dateline: $ => prec.right(seq(
      $._dateline_start,
      repeat1(choice(
        field('place', $.place),
        field('date', $.date),
        field('agency', $.agency),
        $._dateline_text,
      )),
    )),

    // A quotation that runs over several lines of its block is a node on each of them: the first has no `close`, the
    // last no `open`, and those between have neither.
    quotation: $ => seq(
      choice(field('open', alias($._quotation_open, $.quote_mark)), $._quotation_resume),
      optional($.content),
      choice(field('close', alias($._quotation_close, $.quote_mark)), $._span_end),
    ),

    parenthesis: $ => seq(
      choice(field('open', alias($._parenthesis_open, '(')), $._parenthesis_resume),
      optional($.content),
      choice(field('close', alias($._parenthesis_close, ')')), $._span_end),
    ),

    content: $ => repeat1($._inline),
  },
});
