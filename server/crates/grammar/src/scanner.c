// All tokens of the grammar.
//
// A line is looked at once, at its start: at most PEEK characters of it are read ahead, its kind is told by an empty
// token, and what stands at its start (a key, a marker, a dateline) is kept as a plan of lengths that the next calls
// carry out. The rest of the line is text and marks, read character by character.
//
// Three promises, which the tests of the crates `grammar` and `syntax` hold:
//
// - every character is part of some token, so there is no error;
// - the work is linear: reading ahead is bounded, or ends in a token that consumes what was read;
// - the state is a function of the text before, so that an incremental parse equals a fresh one.
//
// Lines end at \n, \r\n and \r. Other characters that break lines in some programs (NEL, form feed, U+2028) are spaces.

#include "tree_sitter/parser.h"
#include "tree_sitter/alloc.h"

#include <string.h>

// In the order of `externals` in grammar.js.
enum TokenType {
  BLANK,
  LINE_END,
  FRONT_MATTER_MARKER,
  YAML,
  SEPARATOR,

  METADATA_START,
  HEADING_START,
  LIST_ITEM_START,
  DIALOGUE_START,
  CREDIT_START,
  PARAGRAPH_START,
  CONTINUATION,

  METADATA_KEY,
  METADATA_COLON,
  METADATA_VALUE,
  HEADING_MARKER,
  LIST_MARKER,
  HEADER_DATE_START,
  DATELINE_START,
  DATELINE_TEXT,
  PLACE,
  DATE,
  AGENCY,

  TEXT,
  DASH,
  QUOTE_MARK,
  QUOTATION_OPEN,
  QUOTATION_CLOSE,
  QUOTATION_RESUME,
  PARENTHESIS_OPEN,
  PARENTHESIS_CLOSE,
  PARENTHESIS_RESUME,
  SPAN_END,

  ERROR_SENTINEL,
};

enum {
  // Characters of a line that are read before its kind is told. Datelines, keys and credits are shorter.
  PEEK = 160,
  // Quotations and parentheses in each other; an opening mark beyond that is a mark, or text.
  MAX_DEPTH = 8,
  MAX_STEPS = 12,
  // Front matter longer than this many characters is taken for text between two separators.
  MAX_FRONT_MATTER = 32768,
};

// How far into the file we are: front matter stands at its very start, a header before any text.
enum Stage { FRESH, LEADING_BLANKS, BODY };

// What a character is to the mark after it.
enum Before { SPACE, OPENING, WORD, OTHER };

// A token of the line's start, known from the look ahead: so many characters are of this type.
typedef struct {
  uint8_t type;
  uint8_t length;
} Step;

typedef struct {
  uint8_t stage;
  uint8_t header_lines;  // lines of the header that are still to come
  uint8_t before;        // class of the character before
  uint8_t depth;         // spans that are open in this block, outermost first; `open` holds their opening characters
  uint8_t level;         // how many of them are nodes on this line
  uint16_t open[MAX_DEPTH];
  uint8_t step;          // steps[step..steps_count] are still to do
  uint8_t steps_count;
  Step steps[MAX_STEPS];
} Scanner;

// The first characters of a line.
typedef struct {
  int32_t chars[PEEK];
  unsigned length;
  bool whole;  // the line ends after them
} Peek;

// ---------------------------------------------------------------------------------------------------------------------
// Characters

static bool is_space(int32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

static bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }

// A letter or digit, or anything else that is no space and no punctuation of the common blocks.
// The crate `syntax` has the same rule.
static bool is_word(int32_t c) {
  if (c < 0x80) return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return !is_space(c) && !(c >= 0x80 && c <= 0xBF) && !(c >= 0x2000 && c <= 0x206F) && !(c >= 0x3000 && c <= 0x303F);
}

static bool is_letter(int32_t c) { return is_word(c) && !is_digit(c); }

// Capital letters of the scripts that news in Latin, Greek, Cyrillic and Armenian letters is written in.
static bool is_upper(int32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  if (c < 0x100) return c >= 0xC0 && c <= 0xDE && c != 0xD7;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 == 1;
  if (c < 0x180) return c % 2 == 0 || c == 0x178;
  if (c >= 0x386 && c <= 0x3AB) return c != 0x387 && c != 0x390;
  if (c >= 0x400 && c <= 0x42F) return true;
  if ((c >= 0x460 && c <= 0x52F) || (c >= 0x1E00 && c <= 0x1EFF)) return c % 2 == 0;
  return c >= 0x531 && c <= 0x556;
}

static bool is_stop(int32_t c) { return c == '.' || c == '!' || c == '?' || c == 0x2026; }

// Characters that lines are ruled with.
static bool is_rule(int32_t c) {
  switch (c) {
    case '-': case '*': case '=': case '_': case '~': case '#': case '+':
    case 0xB7: case 0x2013: case 0x2014: case 0x2015: case 0x2022: case 0x2500: case 0x2501: case 0x2550:
      return true;
    default:
      return false;
  }
}

static bool is_bullet(int32_t c) {
  switch (c) {
    case '-': case '*': case '+': case 0xB7: case 0x2022: case 0x2023: case 0x25AA: case 0x25CF: case 0x25E6:
      return true;
    default:
      return false;
  }
}

static bool is_long_dash(int32_t c) { return c >= 0x2013 && c <= 0x2015; }

// Whether `c` may be more than text.
static bool is_mark(int32_t c) {
  if (c < 0x80) return c == '"' || c == '(' || c == ')' || c == '-';
  return c == 0xAB || c == 0xBB || (c >= 0x2013 && c <= 0x201F) || c == 0x2039 || c == 0x203A ||
         (c >= 0x300C && c <= 0x300F);
}

static enum Before class_of(int32_t c) {
  if (is_space(c)) return SPACE;
  if (is_word(c)) return WORD;
  switch (c) {
    case '(': case '[': case '/': case 0xAB: case 0x2039: case 0x2018: case 0x201A: case 0x201C: case 0x201E:
    case 0x201F: case 0x2013: case 0x2014: case 0x2015: case 0x300C: case 0x300E:
      return OPENING;
    default:
      return OTHER;
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// The lexer

static void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

static bool at_end(TSLexer *lexer) { return lexer->lookahead == 0 && lexer->eof(lexer); }

static bool at_line_end(TSLexer *lexer) {
  return lexer->lookahead == '\n' || lexer->lookahead == '\r' || at_end(lexer);
}

static void consume_line_end(TSLexer *lexer) {
  if (lexer->lookahead == '\r') advance(lexer);
  else if (lexer->lookahead == '\n') { advance(lexer); return; }
  else return;
  if (lexer->lookahead == '\n') advance(lexer);
}

static bool emit(TSLexer *lexer, enum TokenType type) {
  lexer->result_symbol = (TSSymbol)type;
  return true;
}

// The character at `i`; 0 beyond what was read.
static int32_t at(const Peek *line, unsigned i) { return i < line->length ? line->chars[i] : 0; }

static unsigned skip_spaces(const Peek *line, unsigned i) {
  while (i < line->length && is_space(line->chars[i])) i++;
  return i;
}

static unsigned skip_digits(const Peek *line, unsigned i) {
  while (i < line->length && is_digit(line->chars[i])) i++;
  return i;
}

static unsigned skip_letters(const Peek *line, unsigned i) {
  while (i < line->length && is_letter(line->chars[i])) i++;
  return i;
}

// The index after the last character that is no space.
static unsigned visible_end(const Peek *line) {
  unsigned end = line->length;
  while (end > 0 && is_space(line->chars[end - 1])) end--;
  return end;
}

// ---------------------------------------------------------------------------------------------------------------------
// Shapes at the start of a line. A `match_` function returns the index after what it matched at `i`, or `i`.

static void plan(Scanner *scanner, enum TokenType type, unsigned from, unsigned to) {
  if (scanner->steps_count == MAX_STEPS) return;
  scanner->steps[scanner->steps_count++] = (Step){(uint8_t)type, (uint8_t)(to - from)};
}

// Text only if there is any.
static void plan_text(Scanner *scanner, enum TokenType type, unsigned from, unsigned to) {
  if (to > from) plan(scanner, type, from, to);
}

static unsigned match_iso_date(const Peek *line, unsigned i) {
  unsigned year = skip_digits(line, i), month = skip_digits(line, year + 1), day = skip_digits(line, month + 1);
  bool fits = year == i + 4 && at(line, year) == '-' && month == year + 3 && at(line, month) == '-' && day == month + 3;
  return fits && !is_letter(at(line, day)) ? day : i;
}

// `, 2025` or ` 2025` after a day and a month.
static unsigned match_year(const Peek *line, unsigned i) {
  unsigned start = at(line, i) == ',' ? i + 1 : i;
  if (!is_space(at(line, start))) return i;
  unsigned end = skip_digits(line, start + 1);
  return end == start + 5 && !is_letter(at(line, end)) ? end : i;
}

// A day's number, perhaps with letters (`24th`).
static unsigned match_day(const Peek *line, unsigned i) {
  unsigned digits = skip_digits(line, i);
  if (digits == i || digits > i + 2) return i;
  unsigned end = skip_letters(line, digits);
  return end - digits <= 2 ? end : i;
}

// A word that may be a month, perhaps abbreviated with a stop.
static unsigned match_month(const Peek *line, unsigned i) {
  unsigned end = skip_letters(line, i);
  if (end < i + 3) return i;
  return at(line, end) == '.' && !is_letter(at(line, end + 1)) ? end + 1 : end;
}

// `24.06.2025`, `6/24/25`
static unsigned match_numeric_date(const Peek *line, unsigned i) {
  unsigned first = skip_digits(line, i);
  int32_t mark = at(line, first);
  if (first == i || first > i + 2 || (mark != '.' && mark != '/')) return i;
  unsigned second = skip_digits(line, first + 1);
  if (second == first + 1 || second > first + 3 || at(line, second) != mark) return i;
  unsigned year = skip_digits(line, second + 1);
  return year == second + 3 || year == second + 5 ? year : i;
}

// `June 24`, `Feb. 3, 2025`, `3 March 2025`, `2025-03-03`, `03.03.2025`. Any word may be a month.
static unsigned match_date(const Peek *line, unsigned i) {
  unsigned end = match_iso_date(line, i);
  if (end == i) end = match_numeric_date(line, i);
  if (end > i) return end;

  unsigned day = match_day(line, i);
  if (day > i) {
    if (at(line, day) == '.') day++;
    unsigned month = match_month(line, day + 1);
    if (!is_space(at(line, day)) || month == day + 1) return i;
    unsigned year = match_year(line, month);
    // The stop of `3 March.` ends the dateline rather than the month.
    return year == month && at(line, month - 1) == '.' ? month - 1 : year;
  }

  unsigned month = match_month(line, i);
  if (month == i || !is_space(at(line, month))) return i;
  day = match_day(line, month + 1);
  return day == month + 1 ? i : match_year(line, day);
}

// A word of a place's name: `MOSCOW`, `ST.`, `Ivano-Frankivsk`, `D.C.`
static unsigned match_name_word(const Peek *line, unsigned i, bool capitals, unsigned *letters) {
  if (!is_upper(at(line, i))) return i;
  unsigned end = i, count = 0;
  for (;; end++) {
    int32_t c = at(line, end);
    if (is_letter(c)) {
      if (capitals && !is_upper(c)) return i;
      count++;
    } else if (!(c == '.' || c == '-' || c == '\'' || c == 0x2019 || (c == '/' && is_upper(at(line, end + 1))))) {
      break;
    } else if ((c == '-' || c == '\'' || c == 0x2019) && !is_letter(at(line, end + 1))) {
      break;
    }
  }
  *letters += count;
  return end;
}

// Up to five words of a place's name; all in capitals, or each with a capital. Short small words may link them
// (`Rio de Janeiro`).
static unsigned match_name(const Peek *line, unsigned i, bool capitals, unsigned *letters) {
  unsigned end = match_name_word(line, i, capitals, letters);
  if (end == i) return i;
  for (unsigned words = 1; words < 5 && is_space(at(line, end)); words++) {
    unsigned start = end + 1;
    if (!capitals && !is_upper(at(line, start))) {
      unsigned link = skip_letters(line, start);
      if (link == start || link > start + 3 || !is_space(at(line, link))) break;
      start = link + 1;
    }
    unsigned next = match_name_word(line, start, capitals, letters);
    if (next == start) break;
    end = next;
  }
  return end;
}

// `(Reuters)`, `/TASS/`
static unsigned match_agency(const Peek *line, unsigned i) {
  int32_t close = at(line, i) == '(' ? ')' : at(line, i) == '/' ? '/' : 0;
  if (close == 0 || !is_upper(at(line, i + 1))) return i;
  for (unsigned end = i + 2; end < i + 42 && end < line->length; end++) {
    int32_t c = line->chars[end];
    if (c == close && !(close == '/' && is_word(at(line, end + 1)))) return end + 1;
    if (c == '(' || c == '"' || c == ':') break;
  }
  return i;
}

// A dash with a space around it; `*is_long` if it is more than one hyphen.
static unsigned match_dash(const Peek *line, unsigned i, bool *is_long) {
  unsigned start = skip_spaces(line, i), end = start;
  if (is_long_dash(at(line, start))) {
    *is_long = true;
    return start + 1;
  }
  while (at(line, end) == '-') end++;
  bool fits = end > start && end <= start + 2 && (is_space(at(line, end)) || (end == line->length && line->whole));
  *is_long = fits && end == start + 2;
  return fits ? end : i;
}

// Plans a dateline that starts at `start`. What is asked of it depends on how much speaks for it: a place in capitals
// needs little more, a place in small letters an agency or a date, and a dash.
static bool plan_dateline(Scanner *scanner, const Peek *line, unsigned start) {
  unsigned letters = 0;
  unsigned place = match_name(line, start, true, &letters);
  bool capitals = place > start && letters >= 2;
  if (!capitals) letters = 0, place = match_name(line, start, false, &letters);

  // `ABU DHABI, United Arab Emirates, June 24`; `KYIV Feb 3`; `MOSCOW. June 24`
  unsigned date_start = place, date = place;
  while (place > start && date == date_start) {
    unsigned ignored = 0, next = place;
    bool comma = at(line, place) == ',';
    if (!comma && !capitals) break;
    if (comma || at(line, place) == '.') next++;
    if (!is_space(at(line, next))) break;
    date_start = next + 1, date = match_date(line, date_start);
    if (date > date_start) break;
    unsigned name = comma ? match_name(line, date_start, false, &ignored) : date_start;
    if (name == date_start) break;
    place = name, date_start = place, date = place;
  }
  bool dated = date > date_start;
  if (!dated) date_start = date = place;
  // The stop in `MOSCOW. June 24` is none of the name's, unlike the one in `D.C.`
  bool abbreviated = false;
  for (unsigned i = start; i + 1 < place; i++) abbreviated |= at(line, i) == '.';
  if (dated && place > start && at(line, place - 1) == '.' && !abbreviated) place--;

  unsigned end = date;
  unsigned agency_start = end;
  if (dated && (at(line, end) == '.' || at(line, end) == ',')) agency_start++;
  agency_start = skip_spaces(line, agency_start);
  unsigned agency = match_agency(line, agency_start);
  bool credited = agency > agency_start, slashes = credited && at(line, agency_start) == '/';
  if (credited) end = agency;

  bool is_long = false;
  unsigned dash = match_dash(line, end, &is_long);
  bool dashed = dash > end;
  bool stopped = !dashed && at(line, end) == '.' && (is_space(at(line, end + 1)) || end + 1 == line->length);
  if (dashed) end = dash;
  if (stopped) end++;

  bool fits;
  if (place == start) {
    fits = credited && dashed && !slashes;
  } else if (capitals) {
    int32_t next = at(line, skip_spaces(line, end));
    bool begins = is_upper(next) || is_digit(next) || class_of(next) == OPENING || next == '"';
    fits = dated ? credited || dashed || (stopped && letters >= 4)
                 : credited ? dashed || stopped || slashes : dashed && is_long && letters >= 4 && begins;
  } else {
    fits = dashed && (credited || dated);
  }
  if (!fits) return false;

  plan(scanner, DATELINE_START, start, start);
  unsigned done = start;
  if (place > start) plan(scanner, PLACE, start, place), done = place;
  if (dated) plan_text(scanner, DATELINE_TEXT, done, date_start), plan(scanner, DATE, date_start, date), done = date;
  if (credited) {
    plan(scanner, DATELINE_TEXT, done, agency_start + 1);
    plan(scanner, AGENCY, agency_start + 1, agency - 1);
    done = agency - 1;
  }
  plan_text(scanner, DATELINE_TEXT, done, end);
  return true;
}

// Plans `date 2022-01-20` before the text of the first line.
static bool plan_header_date(Scanner *scanner, const Peek *line, unsigned start) {
  unsigned word = skip_letters(line, start), date_start = start;
  if (word > start && word <= start + 12) {
    if (at(line, word) == ':') word++;
    if (!is_space(at(line, word))) return false;
    date_start = word + 1;
  }
  unsigned date = match_iso_date(line, date_start);
  if (date == date_start || (date < line->length && !is_space(at(line, date)))) return false;
  plan(scanner, HEADER_DATE_START, start, start);
  plan_text(scanner, TEXT, start, date_start);
  plan(scanner, DATE, date_start, date);
  return true;
}

// Length of the key of a metadata line: up to three words before a colon. 0 if the line is none.
static unsigned key_length(const Peek *line) {
  if (!line->whole || !is_letter(at(line, 0))) return 0;
  unsigned words = 1;
  for (unsigned i = 1; i <= 24; i++) {
    int32_t c = at(line, i);
    if (c == ':') return i + 1 == line->length || is_space(at(line, i + 1)) ? i : 0;
    if (c == ' ' && ++words > 3) return 0;
    if (!is_word(c) && c != ' ' && c != '-' && c != '_') return 0;
  }
  return 0;
}

static void plan_metadata(Scanner *scanner, const Peek *line, unsigned key) {
  unsigned value = skip_spaces(line, key + 1);
  plan(scanner, METADATA_KEY, 0, key);
  plan(scanner, METADATA_COLON, key, value);
  plan_text(scanner, METADATA_VALUE, value, line->length);
}

// Whether a small letter begins one of at most `max` words from `i` to `end` that stand without a capital.
static bool has_few_small_words(const Peek *line, unsigned i, unsigned end, unsigned max) {
  unsigned small = 0;
  for (; i < end; i++) {
    bool begins = is_letter(at(line, i)) && (i == 0 || is_space(at(line, i - 1)));
    if (begins && !is_upper(at(line, i))) small++;
  }
  return small <= max;
}

// Whether a slash stands between two letters.
static bool has_slash(const Peek *line, unsigned i, unsigned end) {
  for (i++; i + 1 < end; i++) {
    if (at(line, i) == '/' && is_letter(at(line, i - 1)) && is_letter(at(line, i + 1))) return true;
  }
  return false;
}

// Whether there are two capitals or more from `i` to `end`, and no small letter.
static bool is_capitals(const Peek *line, unsigned i, unsigned end) {
  unsigned count = 0;
  for (; i < end; i++) {
    if (is_upper(at(line, i))) count++;
    else if (is_letter(at(line, i))) return false;
  }
  return count >= 2;
}

// `Photo: TASS/Anna Berg`, `Photo: REUTERS`, `(Photo: Anna Berg/AP)`, `© Anna Berg`
static bool is_credit(const Peek *line, unsigned start) {
  unsigned end = visible_end(line);
  if (!line->whole || end - start > 120) return false;
  int32_t first = at(line, start), last = at(line, end - 1);
  if (first == 0xA9) return true;
  if ((first == '(' && last == ')') || (first == '[' && last == ']')) {
    return end - start <= 80 && has_slash(line, start, end) && has_few_small_words(line, start + 1, end, 1);
  }
  unsigned key = start, words = 1;
  if (!is_upper(first) || is_stop(last)) return false;
  while (is_letter(at(line, key)) || (at(line, key) == ' ' && ++words <= 2)) key++;
  if (at(line, key) != ':' || key - start > 20 || !is_space(at(line, key + 1))) return false;
  unsigned value = skip_spaces(line, key + 1);
  if (!is_upper(at(line, value))) return false;
  return is_capitals(line, value, end) || (has_slash(line, value, end) && has_few_small_words(line, value, end, 1));
}

// `# `, `## `, up to six.
static unsigned match_heading_marker(const Peek *line, unsigned i) {
  unsigned end = i;
  while (at(line, end) == '#') end++;
  return end - i <= 6 && (is_space(at(line, end)) || end == line->length) ? end : i;
}

// `- `, `• `, `1. `, `12) `
static unsigned match_list_marker(const Peek *line, unsigned i) {
  unsigned end = is_bullet(at(line, i)) ? i + 1 : i;
  if (end == i) {
    end = skip_digits(line, i);
    if (end == i || end > i + 3 || (at(line, end) != '.' && at(line, end) != ')')) return i;
    end++;
  }
  return is_space(at(line, end)) ? end : i;
}

// `— `, `–`, `-- `
static unsigned match_dialogue_dash(const Peek *line, unsigned i) {
  if (is_long_dash(at(line, i))) return i + 1;
  return at(line, i) == '-' && at(line, i + 1) == '-' && is_space(at(line, i + 2)) ? i + 2 : i;
}

// ---------------------------------------------------------------------------------------------------------------------
// Lines ahead

// Reads the rest of the line, or PEEK characters of it.
static void read_line(TSLexer *lexer, Peek *line) {
  line->length = 0;
  while (line->length < PEEK && !at_line_end(lexer)) {
    line->chars[line->length++] = lexer->lookahead;
    advance(lexer);
  }
  line->whole = at_line_end(lexer);
}

// Whether the value of a metadata line looks like a date or an address: it begins with a digit, or has four in a row,
// or `://`.
static bool is_exact(const Peek *line, unsigned value) {
  if (is_digit(at(line, value))) return true;
  for (unsigned i = value; i < line->length; i++) {
    if (skip_digits(line, i) == i + 4) return true;
    if (at(line, i) == ':' && at(line, i + 1) == '/' && at(line, i + 2) == '/') return true;
  }
  return false;
}

// How many lines of metadata begin with `line`, whose end the lexer has reached.
//
// A title may have a colon, too. So a line on its own has to have a date or an address, and several lines need one
// among them, or a blank line after them and no sentence.
static unsigned count_header_lines(TSLexer *lexer, const Peek *line) {
  Peek next = *line;
  unsigned count = 0, longest = 0;
  bool exact = false, sentences = false;
  for (unsigned key; count < 64 && (key = key_length(&next)) > 0; count++) {
    unsigned value = skip_spaces(&next, key + 1), end = visible_end(&next);
    exact |= is_exact(&next, value);
    sentences |= end > value && is_stop(at(&next, end - 1));
    if (end > value + longest) longest = end - value;
    consume_line_end(lexer);
    read_line(lexer, &next);
  }
  bool blank = next.whole && skip_spaces(&next, 0) == next.length;
  bool fits = count == 1 ? exact && longest <= 40 : exact || (blank && !sentences && longest <= 60);
  return fits ? count : 0;
}

// Whether the line is `---` or, at the end, `...`
static bool is_front_matter_marker(const Peek *line, bool closing) {
  unsigned start = at(line, 0) == 0xFEFF && !closing ? 1 : 0;
  int32_t c = at(line, start);
  if (!(c == '-' || (closing && c == '.')) || at(line, start + 1) != c || at(line, start + 2) != c) return false;
  return line->whole && visible_end(line) == start + 3;
}

// Whether `line` may stand in front matter: a key with its colon, or what belongs to one above. `*has_key` if the former.
static bool is_yaml(const Peek *line, bool *has_key) {
  int32_t first = at(line, 0);
  if (line->length == 0 || is_space(first) || first == '#' || first == '-') return true;
  for (unsigned i = 1; i < line->length; i++) {
    if (at(line, i) != ':' || (i + 1 < line->length && !is_space(at(line, i + 1)))) continue;
    *has_key = true;
    return true;
  }
  return false;
}

// Whether the lines from here to a closing marker look like YAML. The lexer stands at the end of the first marker.
static bool has_front_matter(TSLexer *lexer) {
  bool has_key = false;
  for (unsigned seen = 0; !at_end(lexer); seen++) {
    Peek line;
    consume_line_end(lexer);
    read_line(lexer, &line);
    if (is_front_matter_marker(&line, true)) return has_key;
    if (!is_yaml(&line, &has_key)) return false;
    for (seen += line.length; !at_line_end(lexer); seen++) {
      if (seen >= MAX_FRONT_MATTER) return false;
      advance(lexer);
    }
    if (seen >= MAX_FRONT_MATTER) return false;
  }
  return false;
}

// The lines up to the closing marker.
static bool scan_yaml(TSLexer *lexer) {
  while (!at_end(lexer)) {
    Peek line;
    lexer->mark_end(lexer);
    read_line(lexer, &line);
    if (is_front_matter_marker(&line, true)) return emit(lexer, YAML);
    while (!at_line_end(lexer)) advance(lexer);
    consume_line_end(lexer);
  }
  lexer->mark_end(lexer);
  return emit(lexer, YAML);
}

static bool scan_closing_marker(TSLexer *lexer) {
  while (!at_line_end(lexer)) advance(lexer);
  lexer->mark_end(lexer);
  return emit(lexer, FRONT_MATTER_MARKER);
}

// ---------------------------------------------------------------------------------------------------------------------
// Starts of lines

// Which of the open spans an opening mark at the start of a line takes up again; `depth` if none.
//
// A quotation over several paragraphs is opened again in each of them, and closed once.
static unsigned reopened(const Scanner *scanner, int32_t c) {
  for (unsigned i = 0; i < scanner->depth; i++) {
    if (scanner->open[i] == c && c != '(') return i;
  }
  return scanner->depth;
}

static bool start(Scanner *scanner, TSLexer *lexer, enum TokenType type) {
  scanner->stage = BODY;
  scanner->depth = scanner->level = 0;
  return emit(lexer, type);
}

// Whether the line belongs to the header; the first one decides for all of them.
static bool is_metadata(Scanner *scanner, TSLexer *lexer, const Peek *line) {
  if (scanner->header_lines > 0) {
    scanner->header_lines--;
    return true;
  }
  if (scanner->stage == BODY || key_length(line) == 0) return false;
  unsigned count = count_header_lines(lexer, line);
  if (count > 0) scanner->header_lines = (uint8_t)(count - 1);
  return count > 0;
}

// Says what kind of line starts here, and plans what stands at its start.
static bool scan_line_start(Scanner *scanner, TSLexer *lexer, const bool *valid) {
  Peek line = {.length = 0};
  int32_t rule = 0;
  unsigned rules = 0;
  bool blank = true, ruled = true;

  lexer->mark_end(lexer);
  scanner->before = SPACE;
  scanner->step = scanner->steps_count = 0;
  // Blank and ruled lines are read to their ends, since all of their characters matter.
  while (!at_line_end(lexer) && (line.length < PEEK || blank || ruled)) {
    int32_t c = lexer->lookahead;
    if (line.length < PEEK) line.chars[line.length++] = c;
    if (!is_space(c)) {
      if (blank) rule = is_rule(c) ? c : 0;
      blank = false;
      ruled = ruled && c == rule;
      rules++;
    }
    advance(lexer);
  }
  line.whole = at_line_end(lexer);

  if (blank) {
    if (line.length == 0 && at_end(lexer)) return false;
    consume_line_end(lexer);
    lexer->mark_end(lexer);
    if (scanner->stage == FRESH) scanner->stage = LEADING_BLANKS;
    scanner->depth = scanner->level = 0;
    return emit(lexer, BLANK);
  }
  if (ruled && rules >= 3) {
    lexer->mark_end(lexer);
    bool first = scanner->stage == FRESH && is_front_matter_marker(&line, false);
    return start(scanner, lexer, first && has_front_matter(lexer) ? FRONT_MATTER_MARKER : SEPARATOR);
  }

  if (is_metadata(scanner, lexer, &line)) {
    plan_metadata(scanner, &line, key_length(&line));
    return start(scanner, lexer, METADATA_START);
  }

  unsigned first = skip_spaces(&line, 0);
  unsigned heading = match_heading_marker(&line, first), item = match_list_marker(&line, first),
           dash = match_dialogue_dash(&line, first);
  plan_text(scanner, TEXT, 0, first);
  if (heading > first) {
    plan(scanner, HEADING_MARKER, first, heading);
    return start(scanner, lexer, HEADING_START);
  }
  if (item > first) {
    plan(scanner, LIST_MARKER, first, item);
    return start(scanner, lexer, LIST_ITEM_START);
  }
  if (dash > first) {
    plan(scanner, DASH, first, dash);
    return start(scanner, lexer, DIALOGUE_START);
  }
  if (scanner->stage != BODY && plan_header_date(scanner, &line, first)) return start(scanner, lexer, PARAGRAPH_START);
  if (is_credit(&line, first)) return start(scanner, lexer, CREDIT_START);
  if (plan_dateline(scanner, &line, first)) return start(scanner, lexer, PARAGRAPH_START);

  scanner->steps_count = 0;
  if (!valid[CONTINUATION]) return start(scanner, lexer, PARAGRAPH_START);
  scanner->depth = (uint8_t)reopened(scanner, at(&line, first));
  return emit(lexer, CONTINUATION);
}

// ---------------------------------------------------------------------------------------------------------------------
// Marks

// The innermost open span that one of `kinds` opened, or MAX_DEPTH.
static unsigned innermost(const Scanner *scanner, const int32_t *kinds, unsigned count) {
  for (unsigned i = scanner->depth; i-- > 0;) {
    for (unsigned kind = 0; kind < count; kind++) {
      if (scanner->open[i] == kinds[kind]) return i;
    }
  }
  return MAX_DEPTH;
}

#define INNERMOST(...) \
  innermost(scanner, (const int32_t[]){__VA_ARGS__}, sizeof((const int32_t[]){__VA_ARGS__}) / sizeof(int32_t))

// The open span that `c` closes where it stands, or MAX_DEPTH.
static unsigned closed_by(const Scanner *scanner, int32_t c, enum Before before, bool before_word) {
  bool after_space = before == SPACE || before == OPENING;
  switch (c) {
    case ')': return INNERMOST('(');
    case 0x201D: return INNERMOST(0x201C, 0x201D, 0x201E, 0x201F);
    case 0x201C: return after_space ? MAX_DEPTH : INNERMOST(0x201E);
    case 0x2018: return after_space ? MAX_DEPTH : INNERMOST(0x201A);
    // Between letters it is an apostrophe.
    case 0x2019: return after_space || (before == WORD && before_word) ? MAX_DEPTH : INNERMOST(0x2018, 0x201A);
    case 0xAB: return after_space ? MAX_DEPTH : INNERMOST(0xBB);
    case 0xBB: return INNERMOST(0xAB);
    case 0x2039: return after_space ? MAX_DEPTH : INNERMOST(0x203A);
    case 0x203A: return INNERMOST(0x2039);
    case 0x300D: return INNERMOST(0x300C);
    case 0x300F: return INNERMOST(0x300E);
    default: return MAX_DEPTH;
  }
}

// What `c`, which closes nothing, is where it stands: it opens a span, or is a mark, a dash or text.
static enum TokenType type_of(int32_t c, unsigned count, enum Before before, int32_t next) {
  bool after_space = before == SPACE || before == OPENING, before_space = is_space(next);
  switch (c) {
    case '(': return PARENTHESIS_OPEN;
    case '"': return QUOTE_MARK;
    case '-': return before == SPACE && before_space && count <= 3 ? DASH : TEXT;
    case 0x2014: case 0x2015: return DASH;
    // Without spaces it is a range of numbers, or a compound.
    case 0x2013: return before == SPACE || before_space ? DASH : TEXT;
    case 0x300C: case 0x300E: return QUOTATION_OPEN;
    case 0x201C: case 0x201E: case 0x201F: case 0xAB: case 0x2039:
      return !after_space && before_space ? QUOTE_MARK : QUOTATION_OPEN;
    // Nothing is opened before a number: ‘90s is an apostrophe set wrong.
    case 0x2018: return after_space && !before_space && !is_digit(next) ? QUOTATION_OPEN : TEXT;
    case 0x201A: return after_space && !before_space ? QUOTATION_OPEN : TEXT;
    // Some languages open with what others close with.
    case 0x201D: case 0xBB: case 0x203A: return after_space && is_word(next) ? QUOTATION_OPEN : QUOTE_MARK;
    case 0x300D: case 0x300F: return QUOTE_MARK;
    default: return TEXT;
  }
}

// Text up to the next mark, or the mark itself.
static bool scan_inline(Scanner *scanner, TSLexer *lexer) {
  enum Before before = (enum Before)scanner->before;
  bool any = false;
  int32_t last = 0;
  while (!at_line_end(lexer)) {
    int32_t c = lexer->lookahead;
    // Text is cut after sentences, so that little is read again after an edit in a long line.
    if (is_stop(last) && is_space(c)) break;
    last = c;
    if (!is_mark(c)) {
      advance(lexer);
      before = class_of(c);
      any = true;
      continue;
    }

    unsigned count = 1;
    lexer->mark_end(lexer);
    advance(lexer);
    for (; c == '-' && lexer->lookahead == '-'; count++) advance(lexer);
    int32_t next = at_line_end(lexer) ? ' ' : lexer->lookahead;
    unsigned closed = closed_by(scanner, c, before, is_word(next));
    enum TokenType type = closed < MAX_DEPTH ? QUOTATION_CLOSE : type_of(c, count, before, next);
    bool opens = type == QUOTATION_OPEN || type == PARENTHESIS_OPEN;
    if (opens && scanner->depth == MAX_DEPTH) type = type == QUOTATION_OPEN ? QUOTE_MARK : TEXT, opens = false;
    if (type == TEXT) {
      before = class_of(c);
      any = true;
      continue;
    }

    if (any) {
      scanner->before = (uint8_t)before;
      return emit(lexer, TEXT);
    }
    if (closed + 1 < scanner->depth) {
      // What is left open within the span ends before it.
      scanner->depth--;
      scanner->level--;
      return emit(lexer, SPAN_END);
    }
    lexer->mark_end(lexer);
    scanner->before = (uint8_t)(type == QUOTATION_CLOSE ? OTHER : class_of(c));
    if (closed < MAX_DEPTH) {
      scanner->depth--;
      scanner->level--;
      return emit(lexer, c == ')' ? PARENTHESIS_CLOSE : QUOTATION_CLOSE);
    }
    if (opens) {
      scanner->open[scanner->depth++] = (uint16_t)c;
      scanner->level++;
    }
    return emit(lexer, type);
  }
  lexer->mark_end(lexer);
  scanner->before = (uint8_t)before;
  return emit(lexer, TEXT);
}

// ---------------------------------------------------------------------------------------------------------------------
// Within a line

static bool scan_step(Scanner *scanner, TSLexer *lexer) {
  Step step = scanner->steps[scanner->step++];
  for (unsigned i = 0; i < step.length && !at_line_end(lexer); i++) {
    scanner->before = (uint8_t)class_of(lexer->lookahead);
    advance(lexer);
  }
  if (scanner->step == scanner->steps_count) scanner->step = scanner->steps_count = 0;
  lexer->mark_end(lexer);
  return emit(lexer, (enum TokenType)step.type);
}

static bool scan_line_end(Scanner *scanner, TSLexer *lexer) {
  if (scanner->level > 0) {
    scanner->level--;
    lexer->mark_end(lexer);
    return emit(lexer, SPAN_END);
  }
  consume_line_end(lexer);
  lexer->mark_end(lexer);
  scanner->before = SPACE;
  return emit(lexer, LINE_END);
}

static bool scan_line(Scanner *scanner, TSLexer *lexer) {
  if (scanner->step < scanner->steps_count) return scan_step(scanner, lexer);
  if (scanner->level < scanner->depth && !at_line_end(lexer)) {
    lexer->mark_end(lexer);
    return emit(lexer, scanner->open[scanner->level++] == '(' ? PARENTHESIS_RESUME : QUOTATION_RESUME);
  }
  return at_line_end(lexer) ? scan_line_end(scanner, lexer) : scan_inline(scanner, lexer);
}

// ---------------------------------------------------------------------------------------------------------------------
// What the parser calls

void *tree_sitter_briefing_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }

void tree_sitter_briefing_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_briefing_external_scanner_serialize(void *payload, char *buffer) {
  const Scanner *scanner = payload;
  unsigned size = 0;
  buffer[size++] = (char)scanner->stage;
  buffer[size++] = (char)scanner->header_lines;
  buffer[size++] = (char)scanner->before;
  buffer[size++] = (char)scanner->level;
  buffer[size++] = (char)scanner->depth;
  for (unsigned i = 0; i < scanner->depth; i++) {
    buffer[size++] = (char)(scanner->open[i] & 0xFF);
    buffer[size++] = (char)(scanner->open[i] >> 8);
  }
  for (unsigned i = scanner->step; i < scanner->steps_count; i++) {
    buffer[size++] = (char)scanner->steps[i].type;
    buffer[size++] = (char)scanner->steps[i].length;
  }
  return size;
}

void tree_sitter_briefing_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  Scanner *scanner = payload;
  memset(scanner, 0, sizeof(Scanner));
  if (length == 0) return;
  const uint8_t *bytes = (const uint8_t *)buffer;
  unsigned size = 0;
  scanner->stage = bytes[size++];
  scanner->header_lines = bytes[size++];
  scanner->before = bytes[size++];
  scanner->level = bytes[size++];
  scanner->depth = bytes[size++];
  for (unsigned i = 0; i < scanner->depth; i++, size += 2) {
    scanner->open[i] = (uint16_t)(bytes[size] | bytes[size + 1] << 8);
  }
  for (; size < length; size += 2) {
    scanner->steps[scanner->steps_count++] = (Step){bytes[size], bytes[size + 1]};
  }
}

bool tree_sitter_briefing_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  Scanner *scanner = payload;
  if (valid[ERROR_SENTINEL]) return false;
  if (valid[YAML]) return scan_yaml(lexer);
  if (valid[FRONT_MATTER_MARKER] && !valid[PARAGRAPH_START]) return scan_closing_marker(lexer);
  if (valid[PARAGRAPH_START]) return scan_line_start(scanner, lexer, valid);
  return scan_line(scanner, lexer);
}
